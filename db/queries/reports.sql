-- name: incidents
-- The incidents of a span with their times.
SELECT number, kind, severity, ward_code, place, origin, state, opened_at, taken_at, verified_at, dispatched_at,
       on_scene_at, resolved_at, closed_at, is_late_entry, provenance, exercise
FROM incident WHERE opened_at >= %(since)s AND opened_at < %(until)s
ORDER BY opened_at, number

-- name: alerts
-- The alerts that opened in a span, counted by ward, kind and severity.
SELECT ward_code, kind, severity, provenance, exercise, count(*) AS alerts,
       count(*) FILTER (WHERE state = 'false_alarm') AS false_alarms,
       count(*) FILTER (WHERE closed_at IS NULL) AS still_open
FROM alert WHERE opened_at >= %(since)s AND opened_at < %(until)s
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5

-- name: ten_minutes
-- Alerts by ten minutes of a span and provenance, and the most within any ten minutes that ended in each.
SELECT date_bin('10 minutes', opened_at, 'epoch') AS began, provenance, count(*) AS alerts,
       max(in_ten) AS most_in_ten_min
FROM (
    SELECT opened_at, provenance,
           count(*) OVER (PARTITION BY provenance ORDER BY opened_at
                          RANGE BETWEEN interval '10 minutes' PRECEDING AND CURRENT ROW) AS in_ten
    FROM alert WHERE opened_at >= %(since)s AND opened_at < %(until)s AND NOT exercise
) AS arrived
GROUP BY 1, 2 ORDER BY 1, 2

-- name: critical
-- The critical alerts of a span, and after how long somebody first took each.
SELECT alert.opened_at, extract(epoch FROM taken.at - alert.opened_at)::float8 AS taken_s,
       alert.provenance, alert.exercise
FROM alert
LEFT JOIN LATERAL (
    SELECT min(at) AS at FROM alert_transition WHERE alert_id = alert.id AND action = 'acknowledge'
) AS taken ON true
WHERE alert.opened_at >= %(since)s AND alert.opened_at < %(until)s AND alert.severity = 'critical'
ORDER BY alert.opened_at

-- name: cameras
-- Wards' cameras over the quarters of an hour of a span: how many are known, and the sums of those online and of all.
SELECT site AS ward_code, provenance, count(DISTINCT bucket) AS quarters,
       coalesce(sum(mean) FILTER (WHERE metric = 'online'), 0)::float8 AS online, sum(mean)::float8 AS cameras
FROM system_15m
WHERE system = 'security_cameras' AND metric IN ('online', 'not_online')
  AND bucket >= %(since)s AND bucket < %(until)s
GROUP BY 1, 2 ORDER BY 1, 2

-- name: held
-- For how many seconds of a span seats were held, all together.
SELECT coalesce(sum(extract(epoch FROM least(coalesce(left_at, %(now)s), %(until)s)
                                       - greatest(taken_at, %(since)s))), 0)::float8 AS seconds
FROM seat_holding
WHERE taken_at < least(%(until)s::timestamptz, %(now)s::timestamptz) AND coalesce(left_at, %(now)s) > %(since)s
