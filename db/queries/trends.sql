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
SELECT step, ward_code, kind, weekday, hour,
       coalesce(sum(events) FILTER (WHERE is_ward AND is_kind), 0)::bigint AS events,
       coalesce(sum(events) FILTER (WHERE is_ward), 0)::bigint AS of_ward,
       coalesce(sum(events) FILTER (WHERE is_kind), 0)::bigint AS of_kind
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
ORDER BY step, ward_code, kind, weekday, hour

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
