-- name: events_of_days
-- Events by kind up to the same time of several days: whole hours from the days' figures, the rest from the rows.
SELECT weeks, kind, sum(events)::bigint AS events
FROM unnest(%(weeks)s::integer[]) AS weeks
CROSS JOIN LATERAL (
    SELECT %(since)s::timestamptz - weeks * interval '7 days' AS first,
           %(until)s::timestamptz - weeks * interval '7 days' AS beyond
) AS span
CROSS JOIN LATERAL (
    SELECT kind, hourly.events
    FROM event_day CROSS JOIN LATERAL unnest(hours, counts) AS hourly (hour, events)
    WHERE ward_code = ANY (%(wards)s) AND provenance = %(provenance)s
      AND day = (first AT TIME ZONE %(zone)s)::date
      AND (day + hourly.hour * interval '1 hour') AT TIME ZONE %(zone)s >= first
      AND (day + hourly.hour * interval '1 hour') AT TIME ZONE %(zone)s < date_bin('1 hour', beyond, 'epoch')
    UNION ALL
    SELECT kind, count(*) FROM event
    WHERE observed_at >= greatest(first, date_bin('1 hour', beyond, 'epoch')) AND observed_at < beyond
      AND NOT exercise AND provenance = %(provenance)s AND ward_code = ANY (%(wards)s)
    GROUP BY 1
) AS counted
GROUP BY 1, 2
ORDER BY 1, 2

-- name: traffic_of_days
-- What passed the cameras up to the same time of several days, and how much of that time is known.
SELECT weeks, sum(vehicles)::bigint AS vehicles, count(DISTINCT bucket)::integer AS buckets
FROM unnest(%(weeks)s::integer[]) AS weeks
JOIN ward_traffic_5m ON bucket >= %(since)s::timestamptz - weeks * interval '7 days'
                    AND bucket < %(until)s::timestamptz - weeks * interval '7 days'
WHERE provenance = %(provenance)s AND ward_code = ANY (%(wards)s)
GROUP BY 1
ORDER BY 1

-- name: alerts_of_days
-- Alerts opened up to the same time of several days, and how soon somebody took them.
SELECT weeks, count(*) AS alerts, count(acknowledged_at) AS acknowledged,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM acknowledged_at - opened_at)::float8) AS median_s,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM acknowledged_at - opened_at)::float8) AS slow_s
FROM unnest(%(weeks)s::integer[]) AS weeks
JOIN alert ON opened_at >= %(since)s::timestamptz - weeks * interval '7 days'
          AND opened_at < %(until)s::timestamptz - weeks * interval '7 days'
WHERE provenance = %(provenance)s AND NOT exercise AND ward_code = ANY (%(wards)s)
GROUP BY 1
ORDER BY 1

-- name: system_trends
-- Figures of the systems by quarters of an hour, over all sites, beside their mean in the four weeks before.
SELECT system, figure, provenance, bucket,
       max(total) FILTER (WHERE weeks = 0) AS total, avg(total) FILTER (WHERE weeks > 0) AS usual_total,
       max(mean) FILTER (WHERE weeks = 0) AS mean, avg(mean) FILTER (WHERE weeks > 0) AS usual_mean,
       max(highest) FILTER (WHERE weeks = 0) AS highest, avg(highest) FILTER (WHERE weeks > 0) AS usual_highest
FROM (
    SELECT asked.system, asked.figure, told.provenance, weeks, told.bucket + weeks * interval '7 days' AS bucket,
           sum(told.mean) AS total, avg(told.mean) AS mean, max(told.mean) AS highest
    FROM unnest(%(systems)s::text[], %(metrics)s::text[], %(figures)s::text[]) AS asked (system, metric, figure)
    CROSS JOIN generate_series(0, 4) AS weeks
    JOIN system_15m AS told ON told.system = asked.system AND told.metric = asked.metric
         AND told.bucket >= %(since)s::timestamptz - weeks * interval '7 days'
         AND told.bucket < %(until)s::timestamptz - weeks * interval '7 days'
    GROUP BY 1, 2, 3, 4, 5
) AS weekly
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
