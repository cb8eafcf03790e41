-- name: changes_after
-- The next changes after a position that can no longer be overtaken, without those whose key has newer truth before them.
SELECT change.xid::text::bigint AS xid, change.id, change.at, change.subject, change.key,
       change.ward_code, change.body::text AS body
FROM change
WHERE (change.xid, change.id) > (%(xid)s::text::xid8, %(id)s::bigint)
  AND change.xid < %(horizon)s::text::xid8
  AND NOT EXISTS (
      SELECT FROM change AS newer
      WHERE newer.key = change.key AND newer.subject = change.subject
        AND newer.id > change.id AND newer.xid < change.xid
  )
ORDER BY change.xid, change.id
LIMIT %(limit)s

-- name: horizon
-- The position up to which changes are complete; everything before it is visible to any later statement.
SELECT change_horizon()::text::bigint AS xid, 0::bigint AS id

-- name: is_position_lost
-- Whether a position lies before what was pruned, or is from another life of the database.
SELECT (pruned.xid, pruned.id) > (%(xid)s::text::xid8, %(id)s::bigint)
       OR %(xid)s::text::xid8 > pg_snapshot_xmax(pg_current_snapshot()) AS is_lost
FROM change_pruned AS pruned

-- name: oldest_position
-- The position just before the oldest change that is left.
SELECT xid::text::bigint AS xid, id FROM change_pruned

-- name: load_position
-- How far a named reader has come.
SELECT xid::text::bigint AS xid, id FROM reader_position WHERE reader = %(reader)s

-- name: save_position
-- Remember how far a named reader has come.
INSERT INTO reader_position (reader, xid, id)
VALUES (%(reader)s, %(xid)s::text::xid8, %(id)s)
ON CONFLICT (reader) DO UPDATE SET xid = excluded.xid, id = excluded.id, saved_at = now()

-- name: listen
-- Be told of every transaction that made changes.
LISTEN change

-- name: notify
-- Tell the readers, once per transaction, that there are changes for which somebody waits.
SELECT pg_notify('change', '')

-- name: notify_later
-- Tell the readers, once per transaction, that there are changes that may be gathered.
SELECT pg_notify('change', 'later')
