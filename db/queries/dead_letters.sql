-- name: keep
-- Keep what could not be understood.
COPY dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable) FROM STDIN

-- name: letters
-- What could not be understood, the newest first; what may hold identities only when asked for.
SELECT id, received_at, topic, size_bytes, reason, dialect, readable, resent_at
FROM dead_letter
WHERE (%(before_id)s::bigint IS NULL OR id < %(before_id)s::bigint)
  AND (readable OR %(with_unreadable)s)
  AND (%(reason)s::text IS NULL OR strpos(lower(reason), lower(%(reason)s::text)) > 0)
ORDER BY id DESC
LIMIT %(limit)s

-- name: letter
-- One dead letter, whole.
SELECT id, received_at, topic, size_bytes, reason, dialect, readable, resent_at, payload
FROM dead_letter WHERE id = %(id)s

-- name: waiting_ids
-- Which dead letters of a reason (every reason when none is said) were not sent again yet, the oldest first.
SELECT id FROM dead_letter
WHERE resent_at IS NULL
  AND (%(reason)s::text IS NULL OR strpos(lower(reason), lower(%(reason)s::text)) > 0)
ORDER BY id

-- name: take
-- One dead letter that was not sent again yet, held until the transaction's end; none when somebody else has it.
SELECT id, received_at, topic, size_bytes, reason, dialect, readable, resent_at, payload
FROM dead_letter WHERE id = %(id)s AND resent_at IS NULL
FOR UPDATE SKIP LOCKED

-- name: mark_resent
-- Remember that a dead letter was sent again.
UPDATE dead_letter SET resent_at = %(at)s WHERE id = %(id)s

-- name: refuse_again
-- Say why a dead letter is refused today.
UPDATE dead_letter SET reason = %(reason)s WHERE id = %(id)s

-- name: total
-- What all dead letters take.
SELECT count(*) AS letters, coalesce(sum(kept_bytes), 0) AS bytes FROM dead_letter

-- name: overflow
-- How many dead letters had to go for the size limit, and when last.
SELECT letters, bytes, last_at FROM dead_letter_overflow

-- name: drop_oldest
-- Delete the oldest dead letters beyond the size limit, count them, and return how many went.
WITH kept AS (
    SELECT id, sum(kept_bytes) OVER (ORDER BY id DESC) AS so_far FROM dead_letter
), gone AS (
    DELETE FROM dead_letter
    WHERE id <= (SELECT max(id) FROM kept WHERE so_far > %(max_bytes)s)
    RETURNING kept_bytes
), counted AS (
    UPDATE dead_letter_overflow
    SET letters = letters + (SELECT count(*) FROM gone),
        bytes = bytes + (SELECT coalesce(sum(kept_bytes), 0) FROM gone), last_at = %(now)s
    WHERE EXISTS (SELECT FROM gone)
)
SELECT count(*) AS letters, coalesce(sum(kept_bytes), 0)::bigint AS bytes FROM gone
