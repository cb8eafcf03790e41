-- name: server
-- What a server is to others: a primary or a standby, and how far it has come.
SELECT pg_is_in_recovery() AS is_standby,
       current_setting('server_version_num')::integer / 10000 AS major,
       coalesce((CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END)
                - '0/0'::pg_lsn, 0)::bigint AS position,
       CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() END AS last_replayed_at

-- name: settings_to_copy
-- What a standby must have as its primary has it, to be let in and to take over.
SELECT name, setting AS value FROM pg_settings
WHERE name IN ('max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions',
               'max_locks_per_transaction', 'shared_preload_libraries', 'timescaledb.telemetry_level')
ORDER BY name

-- name: wal_level
-- Whether the primary writes what a standby needs.
SELECT current_setting('wal_level')

-- name: free_slot
-- Drop the place of a standby that is not attached, so that a new one of that name can take it.
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %(slot)s AND NOT active

-- name: wal_kept_for_the_absent
-- How much a primary keeps for a standby that is away, in MB; -1 without end.
SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size'

-- name: bound_wal_kept_for_the_absent
-- Let a standby that stays away not fill the primary's disk: after 16 GB it has to be made anew.
ALTER SYSTEM SET max_slot_wal_keep_size = '16GB'

-- name: standbys
-- Who follows this server, whether commits wait for it, and how far behind it is.
SELECT application_name AS name, coalesce(state, 'not told to this login') AS state,
       coalesce(sync_state, '') AS sync_state,
       (pg_current_wal_lsn() - replay_lsn)::bigint AS bytes_behind,
       extract(epoch FROM replay_lag)::float8 AS seconds_behind
FROM pg_stat_replication
WHERE application_name <> 'pg_basebackup' AND NOT pg_is_in_recovery()
ORDER BY 1

-- name: promote
-- Make a standby the primary, and wait until it is.
SELECT pg_promote(true, 60)

-- name: wait_for_nobody
-- Let commits wait for no standby.
ALTER SYSTEM SET synchronous_standby_names = ''

-- name: reload
-- Read the configuration again.
SELECT pg_reload_conf()
