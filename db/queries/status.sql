-- name: streams
-- Each stream with its days, their span and size.
SELECT relation, count(*) AS days, count(*) FILTER (WHERE is_compressed) AS compressed_days,
       min(day) AS oldest, max(day) AS newest, coalesce(sum(bytes), 0)::bigint AS bytes
FROM stream_day GROUP BY relation ORDER BY relation

-- name: retention
-- How long each stream is kept.
SELECT relation, extract(epoch FROM keep)::float8 / 86400 AS keep_days FROM retention ORDER BY relation

-- name: database_bytes
-- The size of the whole database.
SELECT pg_database_size(current_database()) AS bytes

-- name: timescaledb_jobs
-- What TimescaleDB does by itself, and how its last run went.
SELECT jobs.proc_name || ' ' || coalesce(jobs.hypertable_name, '') AS name,
       stats.last_run_status AS last_run,
       nullif(stats.last_successful_finish, '-infinity') AS last_success_at,
       nullif(stats.next_start, '-infinity') AS next_run_at
FROM timescaledb_information.jobs AS jobs
LEFT JOIN timescaledb_information.job_stats AS stats USING (job_id)
WHERE jobs.hypertable_name IS NOT NULL
ORDER BY 1

-- name: maintenance_runs
-- What our own upkeep did, and when.
SELECT task AS name, 'Success' AS last_run, ran_at AS last_success_at FROM maintenance_run ORDER BY 1

-- name: is_standby
-- Whether this server follows another.
SELECT pg_is_in_recovery()
