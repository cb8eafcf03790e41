-- name: server_time
-- The database's own clock, to be compared with ours.
SELECT clock_timestamp() AS at
