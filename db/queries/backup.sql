-- name: tables
-- Our tables by name; partitions, chunks and what belongs to extensions are not among them.
SELECT class.relname::text AS name
FROM pg_class AS class
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p') AND NOT class.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = class.oid AND deptype = 'e')
ORDER BY 1

-- name: count_rows
-- How many rows a table has; psycopg quotes its name into the braces.
COPY (SELECT count(*) FROM {}) TO STDOUT

-- name: hold_one_instant
-- Let this transaction see one instant of the database to its end.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY

-- name: picture_tables
-- Where pictures are: the table and every part of it, each by its quoted name.
SELECT format('%%I.%%I', class.relnamespace::regnamespace::text, class.relname)
FROM pg_class AS class
WHERE class.oid = 'snapshot'::regclass
   OR class.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'snapshot'::regclass)

-- name: export_snapshot
-- Let another session see exactly what this transaction sees.
SELECT pg_export_snapshot()

-- name: timescaledb_versions
-- Which versions of TimescaleDB the server can install.
SELECT version FROM pg_available_extension_versions WHERE name = 'timescaledb' ORDER BY 1

-- name: pre_restore
-- Make TimescaleDB hold still while its tables are filled.
SELECT timescaledb_pre_restore()

-- name: post_restore
-- Let TimescaleDB work again.
SELECT timescaledb_post_restore()

-- name: start_afresh
-- Empty what belongs to one life of a database: readers begin anew, and people sign in again.
TRUNCATE change, reader_position, session;
UPDATE change_pruned SET xid = '0', id = 0;
ANALYZE
