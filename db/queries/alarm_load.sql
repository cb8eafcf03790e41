-- name: comings_and_goings
-- When a person signed in and out since a moment; audit_of_account holds them by person and time.
SELECT at, action FROM audit
WHERE account_id = %(account_id)s AND at >= %(since)s AND action IN ('sign_in', 'sign_out')
ORDER BY at, id

-- name: arrivals
-- Alerts by ten minutes that opened while a person was here, and the most within any ten minutes that ended in each.
-- Reads the last hours of alert_by_time, whatever is older.
WITH arrived AS (
    SELECT opened_at,
           count(*) OVER (ORDER BY opened_at RANGE BETWEEN interval '10 minutes' PRECEDING AND CURRENT ROW) AS in_ten
    FROM alert
    JOIN unnest(%(began)s::timestamptz[], %(ended)s::timestamptz[]) AS here (began, ended)
      ON opened_at >= here.began AND opened_at < here.ended
    WHERE opened_at >= %(since)s AND opened_at < %(until)s
      AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s::text[]))
      AND (NOT %(real_only)s OR (provenance = 'real' AND NOT exercise))
)
SELECT date_bin('10 minutes', opened_at, 'epoch') AS began, count(*) AS alerts, max(in_ten) AS most_in_ten_min
FROM arrived GROUP BY 1 ORDER BY 1

-- name: standing
-- How many alerts stand, are shelved and have stood for more than a day; alert_is_open_once holds the open ones.
SELECT count(*) FILTER (WHERE state <> 'shelved') AS standing,
       count(*) FILTER (WHERE state = 'shelved') AS shelved,
       count(*) FILTER (WHERE state <> 'shelved' AND opened_at < %(stale_before)s) AS stale
FROM alert
WHERE state IN ('unacknowledged', 'acknowledged', 'shelved')
  AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s::text[]))
  AND (NOT %(real_only)s OR (provenance = 'real' AND NOT exercise))
