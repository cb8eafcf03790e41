-- name: try_lock
-- Become the one who keeps the database in order, for this run.
SELECT pg_try_advisory_lock(7603) AS is_ours

-- name: release_lock
-- Let another one keep order.
SELECT pg_advisory_unlock(7603)

-- name: engine
-- Which engine this database was made for.
SELECT engine FROM schema_migration ORDER BY number LIMIT 1

-- name: last_runs
-- When each task ran last.
SELECT task, ran_at FROM maintenance_run

-- name: record_run
-- Remember that a task ran.
INSERT INTO maintenance_run (task, ran_at) VALUES (%(task)s, %(now)s)
ON CONFLICT (task) DO UPDATE SET ran_at = excluded.ran_at

-- name: wait_briefly
-- Give up soon where a lock is held: whoever writes or reads goes first, and the task comes again.
SET LOCAL lock_timeout = '2s'

-- name: make_days
-- Make the days ahead of every stream.
SELECT make_days(%(first)s, %(last)s) AS made

-- name: drop_days
-- Drop the days of every stream, and the figures, that are older than they are kept.
SELECT streams.stream, drop_days_before(streams.stream, %(now)s::timestamptz - retention.keep) AS dropped
FROM (VALUES ('event', 'event'), ('report', 'report'), ('flow', 'flow'), ('reading', 'reading'),
             ('unit_position', 'unit_position'), ('snapshot', 'snapshot'), ('past', 'past'), ('flow_5m', 'flow_5m_sums'))
     AS streams (relation, stream)
JOIN retention USING (relation)

-- name: drop_old_hours
-- Delete hourly traffic figures that are older than they are kept.
DELETE FROM flow_1h_sums
WHERE bucket < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'flow_1h')

-- name: drop_old_event_hours
-- Delete hourly event figures that are older than they are kept.
DELETE FROM event_1h_counts
WHERE bucket < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'event_1h')

-- name: expire_pictures
-- Delete pictures that are older than what was said of them lets them be.
DELETE FROM snapshot USING picture_retention AS class
WHERE snapshot.retention_class = class.retention_class
  AND snapshot.observed_at < %(now)s::timestamptz - class.keep
  AND snapshot.observed_at < %(now)s::timestamptz - (SELECT min(keep) FROM picture_retention)

-- name: drop_empty_days
-- Give back the room of days whose pictures are all gone.
SELECT drop_empty_days('snapshot', %(now)s::timestamptz - interval '1 day') AS dropped

-- name: expire_dead_letters
-- Delete dead letters: after 7 days what nobody could read, after 30 days the rest.
DELETE FROM dead_letter
WHERE received_at < %(now)s::timestamptz - CASE WHEN readable THEN interval '30 days' ELSE interval '7 days' END

-- name: prune_changes
-- Delete the oldest changes that nobody needs any more, and remember up to where.
WITH pruned AS (
    DELETE FROM change WHERE id IN (
        SELECT oldest.id FROM (SELECT id, at FROM change ORDER BY id LIMIT %(limit)s) AS oldest
        WHERE oldest.at < %(now)s::timestamptz - interval '1 hour'
    )
    RETURNING xid, id
), last AS (
    SELECT xid, id FROM pruned ORDER BY xid DESC, id DESC LIMIT 1
), moved AS (
    UPDATE change_pruned SET xid = last.xid, id = last.id FROM last
    WHERE (last.xid, last.id) > (change_pruned.xid, change_pruned.id)
)
SELECT count(*) AS pruned FROM pruned

-- name: expire_sessions
-- Delete sessions that are over.
DELETE FROM session WHERE expires_at <= %(now)s

-- name: expire_attempts
-- Delete old tries to sign in.
DELETE FROM sign_in_attempt WHERE at < %(now)s::timestamptz - interval '30 days'

-- name: take_marks
-- Take some marked buckets of a roll-up; what is marked from now on stays marked.
WITH due AS (
    SELECT DISTINCT bucket FROM rollup_mark WHERE rollup = %(rollup)s ORDER BY bucket DESC LIMIT %(limit)s
), taken AS (
    DELETE FROM rollup_mark USING due
    WHERE rollup_mark.rollup = %(rollup)s AND rollup_mark.bucket = due.bucket
    RETURNING rollup_mark.bucket
)
SELECT DISTINCT bucket FROM taken ORDER BY bucket

-- name: roll_up_flow_5m
-- Compute five-minute traffic figures anew from the rows, where those are still all there.
INSERT INTO flow_5m_sums AS known (bucket, camera_code, ward_code, provenance, rows, vehicles, motorcycles, cars,
                                   speed_weighted, occupancy_sum)
SELECT marked.bucket, fresh.*
FROM unnest(%(buckets)s::timestamptz[]) AS marked (bucket)
CROSS JOIN LATERAL (
    SELECT camera_code, ward_code, provenance, count(*),
           sum(motorcycles + cars + buses + trucks + bicycles), sum(motorcycles), sum(cars),
           sum(speed_kmh::float8 * (motorcycles + cars + buses + trucks + bicycles)), sum(occupancy::float8)
    FROM flow
    WHERE observed_at >= marked.bucket AND observed_at < marked.bucket + interval '5 minutes' AND NOT exercise
    GROUP BY 1, 2, 3
) AS fresh
WHERE marked.bucket >= %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'flow') + interval '1 day'
ON CONFLICT (camera_code, bucket, ward_code, provenance) DO UPDATE
SET rows = excluded.rows, vehicles = excluded.vehicles, motorcycles = excluded.motorcycles, cars = excluded.cars,
    speed_weighted = excluded.speed_weighted, occupancy_sum = excluded.occupancy_sum
WHERE known.rows <> excluded.rows

-- name: roll_up_flow_1h
-- Compute hourly traffic figures anew from the five-minute ones.
INSERT INTO flow_1h_sums AS known (bucket, camera_code, ward_code, provenance, rows, vehicles, motorcycles, cars,
                                   speed_weighted, occupancy_sum)
SELECT marked.bucket, fresh.*
FROM unnest(%(buckets)s::timestamptz[]) AS marked (bucket)
CROSS JOIN LATERAL (
    SELECT camera_code, ward_code, provenance, sum(rows), sum(vehicles), sum(motorcycles), sum(cars),
           sum(speed_weighted), sum(occupancy_sum)
    FROM flow_5m_sums
    WHERE bucket >= marked.bucket AND bucket < marked.bucket + interval '1 hour'
    GROUP BY 1, 2, 3
) AS fresh
WHERE marked.bucket >= %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'flow_5m') + interval '1 day'
ON CONFLICT (camera_code, bucket, ward_code, provenance) DO UPDATE
SET rows = excluded.rows, vehicles = excluded.vehicles, motorcycles = excluded.motorcycles, cars = excluded.cars,
    speed_weighted = excluded.speed_weighted, occupancy_sum = excluded.occupancy_sum
WHERE known.rows <> excluded.rows

-- name: forget_event_hours
-- Forget hourly event figures that are about to be computed anew.
DELETE FROM event_1h_counts
WHERE bucket = ANY (%(buckets)s::timestamptz[])
  AND bucket >= %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'event') + interval '1 day'

-- name: roll_up_event_1h
-- Compute hourly event figures anew from the rows, where those are still all there.
INSERT INTO event_1h_counts (bucket, ward_code, kind, provenance, events)
SELECT marked.bucket, fresh.*
FROM unnest(%(buckets)s::timestamptz[]) AS marked (bucket)
CROSS JOIN LATERAL (
    SELECT ward_code, kind, provenance, count(*)
    FROM event
    WHERE observed_at >= marked.bucket AND observed_at < marked.bucket + interval '1 hour' AND NOT exercise
    GROUP BY 1, 2, 3
) AS fresh
WHERE marked.bucket >= %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'event') + interval '1 day'
