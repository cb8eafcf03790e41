-- name: traffic_line
-- The traffic of some wards together by steps of time, in a span and in the same span of earlier weeks.
SELECT weeks, date_bin(%(step)s::interval, bucket, first) + weeks * interval '7 days' AS bucket,
       (sum(vehicles_per_min * cameras) / nullif(sum(cameras), 0))::float8 AS vehicles_per_min,
       avg(congestion)::float8 AS congestion
FROM unnest(%(weeks)s::integer[]) AS weeks
CROSS JOIN LATERAL (
    SELECT %(since)s::timestamptz - weeks * interval '7 days' AS first,
           %(until)s::timestamptz - weeks * interval '7 days' AS beyond
) AS span
CROSS JOIN LATERAL (
    SELECT * FROM ward_traffic_5m WHERE %(is_fine)s AND bucket >= first AND bucket < beyond
    UNION ALL
    SELECT * FROM ward_traffic_1h WHERE NOT %(is_fine)s AND bucket >= first AND bucket < beyond
) AS traffic
WHERE ward_code = ANY (%(wards)s) AND provenance = %(provenance)s
GROUP BY 1, 2
ORDER BY 1, 2

-- name: traffic_of_wards
-- The traffic of each of some wards by steps of time.
SELECT date_bin(%(step)s::interval, bucket, %(since)s::timestamptz) AS bucket, ward_code,
       sum(vehicles)::bigint AS vehicles, avg(vehicles_per_min)::float8 AS vehicles_per_min,
       (sum(speed_kmh * vehicles) / nullif(sum(vehicles) FILTER (WHERE speed_kmh IS NOT NULL), 0))::float8 AS speed_kmh,
       avg(congestion)::float8 AS congestion
FROM (
    SELECT * FROM ward_traffic_5m WHERE %(is_fine)s AND bucket >= %(since)s AND bucket < %(until)s
    UNION ALL
    SELECT * FROM ward_traffic_1h WHERE NOT %(is_fine)s AND bucket >= %(since)s AND bucket < %(until)s
) AS traffic
WHERE ward_code = ANY (%(wards)s) AND provenance = %(provenance)s
GROUP BY 1, 2
ORDER BY 1, 2
LIMIT %(limit)s

-- name: event_sums
-- Events counted four ways in one reading of the hours: by step of time, ward, kind, and hour of the week.
SELECT * FROM (
    SELECT step, ward_code, kind, weekday, hour,
           CASE WHEN grouping(ward_code) = 0 THEN sum(events) FILTER (WHERE is_kind)
                WHEN grouping(kind) = 0 THEN sum(events) FILTER (WHERE is_ward)
                ELSE sum(events) FILTER (WHERE is_ward AND is_kind) END::bigint AS events
    FROM (
        SELECT date_bin(%(step)s::interval, bucket, %(since)s::timestamptz) AS step, ward_code, kind, events,
               extract(isodow FROM bucket AT TIME ZONE %(zone)s)::integer AS weekday,
               extract(hour FROM bucket AT TIME ZONE %(zone)s)::integer AS hour,
               (%(ward)s::text IS NULL OR ward_code = %(ward)s::text) AS is_ward,
               (%(kind)s::text IS NULL OR kind = %(kind)s::text) AS is_kind
        FROM event_1h
        WHERE bucket >= %(since)s AND bucket < %(until)s AND provenance = %(provenance)s
          AND ward_code = ANY (%(wards)s)
    ) AS counted
    GROUP BY GROUPING SETS ((step), (ward_code), (kind), (weekday, hour))
) AS sums
WHERE events > 0
ORDER BY step, ward_code, kind, weekday, hour

-- name: event_sums_of_days
-- Events counted four ways by whole days: by step of time, ward, kind, and hour of the week.
WITH counted AS MATERIALIZED (
    SELECT ward_code, day, events, hours, counts FROM ward_event_day
    WHERE %(kind)s::text IS NULL AND ward_code = ANY (%(wards)s) AND provenance = %(provenance)s
      AND day >= %(first)s AND day <= %(last)s
    UNION ALL
    SELECT ward_code, day, events, hours, counts FROM event_day
    WHERE kind = %(kind)s::text AND ward_code = ANY (%(wards)s) AND provenance = %(provenance)s
      AND day >= %(first)s AND day <= %(last)s
)
SELECT date_bin(%(step)s::interval, day::timestamp AT TIME ZONE %(zone)s, %(since)s::timestamptz) AS step,
       NULL AS ward_code, NULL AS kind, NULL::integer AS weekday, NULL::integer AS hour, sum(events)::bigint AS events
FROM counted
WHERE %(ward)s::text IS NULL OR ward_code = %(ward)s::text
GROUP BY 1
UNION ALL
SELECT NULL, ward_code, NULL, NULL, NULL, sum(events)::bigint FROM counted GROUP BY ward_code
UNION ALL
SELECT NULL, NULL, kind, NULL, NULL, sum(events)::bigint
FROM event_day
WHERE ward_code = ANY (%(wards)s) AND provenance = %(provenance)s AND day >= %(first)s AND day <= %(last)s
  AND (%(ward)s::text IS NULL OR ward_code = %(ward)s::text)
GROUP BY kind
UNION ALL
SELECT NULL, NULL, NULL, extract(isodow FROM day)::integer, hourly.hour, sum(hourly.events)::bigint
FROM counted CROSS JOIN LATERAL unnest(hours, counts) AS hourly (hour, events)
WHERE %(ward)s::text IS NULL OR ward_code = %(ward)s::text
GROUP BY 4, 5
ORDER BY step, ward_code, kind, weekday, hour

-- name: event_table_of_days
-- Events by day, ward and kind.
SELECT day::timestamp AT TIME ZONE %(zone)s AS bucket, ward_code, kind, events
FROM event_day
WHERE ward_code = ANY (%(wards)s) AND provenance = %(provenance)s AND day >= %(first)s AND day <= %(last)s
  AND (%(kind)s::text IS NULL OR kind = %(kind)s::text)
ORDER BY 1, 2, 3
LIMIT %(limit)s

-- name: event_table
-- Events by step of time, ward and kind.
SELECT date_bin(%(step)s::interval, bucket, %(since)s::timestamptz) AS bucket, ward_code, kind,
       sum(events)::bigint AS events
FROM event_1h
WHERE bucket >= %(since)s AND bucket < %(until)s AND provenance = %(provenance)s
  AND ward_code = ANY (%(wards)s) AND (%(kind)s::text IS NULL OR kind = %(kind)s::text)
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
LIMIT %(limit)s
