-- Continuous aggregates: filled by policies, read in real time. Late data are taken in as long as
-- their rows are kept.

CREATE MATERIALIZED VIEW flow_5m_sums
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT time_bucket('5 minutes', observed_at) AS bucket, camera_code, ward_code, provenance,
       count(*) AS rows,
       sum(motorcycles + cars + buses + trucks + bicycles) AS vehicles,
       sum(motorcycles) AS motorcycles,
       sum(cars) AS cars,
       sum(speed_kmh::double precision * (motorcycles + cars + buses + trucks + bicycles)) AS speed_weighted,
       sum(occupancy::double precision) AS occupancy_sum
FROM flow WHERE NOT exercise
GROUP BY 1, 2, 3, 4
WITH NO DATA;

CREATE MATERIALIZED VIEW flow_1h_sums
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT time_bucket('1 hour', bucket) AS bucket, camera_code, ward_code, provenance,
       sum(rows)::bigint AS rows,
       sum(vehicles)::bigint AS vehicles,
       sum(motorcycles)::bigint AS motorcycles,
       sum(cars)::bigint AS cars,
       sum(speed_weighted) AS speed_weighted,
       sum(occupancy_sum) AS occupancy_sum
FROM flow_5m_sums
GROUP BY 1, 2, 3, 4
WITH NO DATA;

CREATE MATERIALIZED VIEW event_1h_counts
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT time_bucket('1 hour', observed_at) AS bucket, ward_code, kind, provenance, count(*) AS events
FROM event WHERE NOT exercise
GROUP BY 1, 2, 3, 4
WITH NO DATA;

-- Not older than the rows are kept: a bucket whose rows are gone must not be computed again.
SELECT add_continuous_aggregate_policy('flow_5m_sums',
    start_offset => (SELECT keep - interval '1 day' FROM retention WHERE relation = 'flow'),
    end_offset => interval '5 minutes', schedule_interval => interval '1 minute');
SELECT add_continuous_aggregate_policy('flow_1h_sums',
    start_offset => (SELECT keep - interval '1 day' FROM retention WHERE relation = 'flow'),
    end_offset => interval '1 hour', schedule_interval => interval '10 minutes');
SELECT add_continuous_aggregate_policy('event_1h_counts',
    start_offset => (SELECT keep - interval '1 day' FROM retention WHERE relation = 'event'),
    end_offset => interval '1 hour', schedule_interval => interval '10 minutes');

SELECT add_retention_policy('flow_5m_sums', (SELECT keep FROM retention WHERE relation = 'flow_5m'));
SELECT add_retention_policy('flow_1h_sums', (SELECT keep FROM retention WHERE relation = 'flow_1h'));
SELECT add_retention_policy('event_1h_counts', (SELECT keep FROM retention WHERE relation = 'event_1h'));
