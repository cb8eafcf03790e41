-- name: tell_lane
-- Write down how a lane is now; a worker that was told of more workers, or fewer, says so.
INSERT INTO lane_pulse (worker, lane, slot, workers, is_connected, is_pressed, lag_s)
VALUES (%(worker)s, %(lane)s, %(slot)s, %(workers)s, %(is_connected)s, %(is_pressed)s, %(lag_s)s)
ON CONFLICT (worker, lane) DO UPDATE
SET slot = excluded.slot, workers = excluded.workers, at = clock_timestamp(),
    is_connected = excluded.is_connected, is_pressed = excluded.is_pressed, lag_s = excluded.lag_s

-- name: tell_leader
-- Write down that the rules lead.
INSERT INTO leader_pulse DEFAULT VALUES ON CONFLICT (only_row) DO UPDATE SET at = clock_timestamp()

-- name: lanes
-- How every lane was when it last spoke, without the slots that are no longer in use.
SELECT worker, lane, is_connected, is_pressed, lag_s,
       extract(epoch FROM clock_timestamp() - at)::float8 AS silent_s
FROM lane_pulse
WHERE slot < (SELECT workers FROM lane_pulse ORDER BY at DESC LIMIT 1)
ORDER BY worker, lane

-- name: forget_lanes
-- Forget the lanes that have said nothing for a day.
DELETE FROM lane_pulse WHERE at < clock_timestamp() - interval '1 day'

-- name: dead_letters_since
-- How many dead letters came since a moment, counted no further than to a limit.
SELECT count(*) FROM (SELECT FROM dead_letter WHERE received_at >= %(since)s LIMIT %(limit)s) AS lately

-- name: silence
-- For how long the leading rules, and the ingest lane that spoke last, have said nothing; null: never a word.
SELECT (SELECT extract(epoch FROM clock_timestamp() - max(at))::float8 FROM leader_pulse) AS rules_s,
       (SELECT extract(epoch FROM clock_timestamp() - max(at))::float8 FROM lane_pulse) AS ingest_s
