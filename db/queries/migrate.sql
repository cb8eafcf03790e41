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
