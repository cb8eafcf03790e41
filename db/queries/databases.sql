-- name: send_away
-- End the connections of everybody who is in a database.
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %(name)s
