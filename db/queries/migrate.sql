-- name: take_lock
-- Wait for whoever else is migrating this database.
SELECT pg_advisory_lock(7601)

-- name: release_lock
-- Let the next one migrate.
SELECT pg_advisory_unlock(7601)

-- name: create_history
-- The table that remembers what was applied, and on which engine.
CREATE TABLE IF NOT EXISTS schema_migration (
    number integer PRIMARY KEY,
    name text NOT NULL,
    engine text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)

-- name: has_history
-- Whether this database was ever migrated.
SELECT to_regclass('schema_migration') IS NOT NULL AS there

-- name: applied
-- What was applied, in order.
SELECT number, name, engine, sha256, applied_at FROM schema_migration ORDER BY number

-- name: record
-- Remember a migration as applied.
INSERT INTO schema_migration (number, name, engine, sha256)
VALUES (%(number)s, %(name)s, %(engine)s, %(sha256)s)

-- name: server
-- The server's version, and whether TimescaleDB can be had, is loaded and is installed here.
SELECT current_setting('server_version_num')::integer AS version_num,
       current_setting('server_version') AS version,
       (SELECT default_version FROM pg_available_extensions WHERE name = 'timescaledb') AS timescaledb_available,
       (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb_installed,
       position('timescaledb' IN coalesce(current_setting('shared_preload_libraries', true), '')) > 0
           AS is_timescaledb_loaded

-- name: install_timescaledb
-- Bring the extension into this database.
CREATE EXTENSION IF NOT EXISTS timescaledb

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
       nullif(stats.last_successful_finish, '-infinity') AS last_success_at
FROM timescaledb_information.jobs AS jobs
LEFT JOIN timescaledb_information.job_stats AS stats USING (job_id)
WHERE jobs.hypertable_name IS NOT NULL
ORDER BY 1

-- name: maintenance_runs
-- What the maintenance of plain PostgreSQL did, and when.
SELECT task AS name, 'Success' AS last_run, ran_at AS last_success_at FROM maintenance_run ORDER BY 1
