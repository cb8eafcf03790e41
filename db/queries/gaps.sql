-- name: window_tables
-- Where the job holds the rows of a few seconds, and the jumps it sees in them; emptied at every commit.
CREATE TEMPORARY TABLE gap_window (
    source text, provenance text, seq bigint, at timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE gap_candidate (
    id bigint GENERATED ALWAYS AS IDENTITY, source text, provenance text, after_seq bigint, before_seq bigint,
    after_at timestamptz, before_at timestamptz
) ON COMMIT DELETE ROWS

-- name: next_window
-- Take the cursor, and return the next time to read: until when everything has come to rest, or the limit.
SELECT read_until AS began, least(now() - %(settling)s::interval, read_until + %(limit)s::interval) AS ended
FROM gap_cursor FOR UPDATE

-- name: read_window
-- Hold every number stored within the window; not what is over two days late, nor the 0 of what is not counted.
INSERT INTO gap_window
SELECT DISTINCT source, provenance, seq, at FROM numbered_message
WHERE stored_at > %(began)s AND stored_at <= %(ended)s
  AND observed_at > %(began)s::timestamptz - interval '2 days'
  AND seq > 0

-- name: fill_gaps
-- Strike off what was missing and has come late: of the time of its gap, not of a counter that began again.
WITH arrived AS (
    SELECT seq_gap.id, range_agg(int8range(late.seq, late.seq, '[]')) AS numbers
    FROM seq_gap JOIN gap_window AS late USING (source, provenance)
    WHERE seq_gap.filled_at IS NULL AND late.seq <@ seq_gap.missing
      AND late.at BETWEEN seq_gap.after_at - %(disorder)s::interval AND seq_gap.before_at + %(disorder)s::interval
    GROUP BY seq_gap.id
)
UPDATE seq_gap
SET missing = missing - arrived.numbers,
    filled_at = CASE WHEN isempty(missing - arrived.numbers) THEN now() END
FROM arrived WHERE seq_gap.id = arrived.id

-- name: find_candidates
-- Hold every jump over a number within one run of a source's counter.
WITH fresh AS (
    SELECT gap_window.* FROM gap_window LEFT JOIN seq_front AS front USING (source, provenance)
    WHERE front.seq IS NULL OR gap_window.seq > front.seq OR gap_window.at > front.at
), known AS (
    SELECT * FROM fresh
    UNION
    SELECT source, provenance, front.seq, front.at
    FROM seq_front AS front JOIN (SELECT DISTINCT source, provenance FROM fresh) AS heard
         USING (source, provenance)
), in_runs AS (
    -- A counter begins with 0 or 1: with these, a run begins.
    SELECT *, count(*) FILTER (WHERE seq <= 1) OVER (PARTITION BY source, provenance ORDER BY at, seq) AS run
    FROM known
), stepped AS (
    SELECT source, provenance, seq, at, lag(seq) OVER by_number AS after_seq, lag(at) OVER by_number AS after_at
    FROM in_runs WINDOW by_number AS (PARTITION BY source, provenance, run ORDER BY seq, at)
)
INSERT INTO gap_candidate (source, provenance, after_seq, before_seq, after_at, before_at)
-- Where the lower number is the later one, the counter began again and the first of its run did not come.
SELECT source, provenance, after_seq, seq, after_at, at FROM stepped
WHERE seq > after_seq + 1 AND after_at <= at + %(disorder)s::interval

-- name: by_index
-- Let the rest of this transaction look candidates up by their indexes.
-- After a burst of loss there are thousands of them, and what is newly stored looks empty to the planner: reading
-- all of it for each candidate took ten minutes.
SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)

-- name: report_gaps
-- Keep as gaps what of the candidates was stored by nobody, at any time near theirs; returns how many.
WITH came AS (
    SELECT candidate.id, near.seq, near.at FROM gap_candidate AS candidate
    CROSS JOIN LATERAL (
        SELECT message.seq, message.at FROM numbered_message AS message
        WHERE message.source = candidate.source AND message.provenance = candidate.provenance
          AND message.observed_at BETWEEN candidate.after_at - %(disorder)s::interval
                                      AND candidate.before_at + %(disorder)s::interval
          AND message.seq BETWEEN candidate.after_seq AND candidate.before_seq
    ) AS near
    UNION ALL
    -- A clock that jumped tells another time, but the message was stored beside its neighbours.
    SELECT candidate.id, beside.seq, beside.at FROM gap_candidate AS candidate
    JOIN numbered_message AS beside USING (source, provenance)
    WHERE beside.seq > candidate.after_seq AND beside.seq < candidate.before_seq
      AND beside.stored_at BETWEEN %(began)s::timestamptz - %(settling)s::interval
                               AND %(ended)s::timestamptz + %(settling)s::interval
      AND beside.observed_at > %(began)s::timestamptz - interval '2 days'
), lost AS (
    SELECT candidate.*,
           int8multirange(int8range(candidate.after_seq + 1, candidate.before_seq))
           - coalesce((SELECT range_agg(int8range(came.seq, came.seq, '[]')) FROM came
                       WHERE came.id = candidate.id), '{}')
           - coalesce((SELECT range_agg(int8range(known.after_seq + 1, known.before_seq)) FROM seq_gap AS known
                       WHERE known.source = candidate.source AND known.provenance = candidate.provenance
                         AND known.before_at >= candidate.after_at AND known.after_at <= candidate.before_at), '{}')
           AS numbers
    FROM gap_candidate AS candidate
)
INSERT INTO seq_gap (source, provenance, after_seq, before_seq, after_at, before_at, missing)
SELECT source, provenance, lower(part) - 1, upper(part),
       coalesce((SELECT max(at) FROM came WHERE came.id = lost.id AND came.seq = lower(part) - 1), after_at),
       coalesce((SELECT min(at) FROM came WHERE came.id = lost.id AND came.seq = upper(part)), before_at),
       int8multirange(part)
FROM lost CROSS JOIN LATERAL unnest(lost.numbers) AS parts (part)

-- name: move_fronts
-- Remember the foremost number of each source, in the newest run of its counter.
WITH fresh AS (
    SELECT gap_window.* FROM gap_window LEFT JOIN seq_front AS front USING (source, provenance)
    WHERE front.seq IS NULL OR gap_window.seq > front.seq OR gap_window.at > front.at
), in_runs AS (
    SELECT *, count(*) FILTER (WHERE seq <= 1) OVER (PARTITION BY source, provenance ORDER BY at, seq) AS run
    FROM fresh
), stepped AS (
    SELECT *, lag(at) OVER by_number > at + %(disorder)s::interval AS is_new_part
    FROM in_runs WINDOW by_number AS (PARTITION BY source, provenance, run ORDER BY seq, at)
), in_parts AS (
    SELECT *, count(*) FILTER (WHERE is_new_part)
              OVER (PARTITION BY source, provenance, run ORDER BY seq, at) AS part
    FROM stepped
), foremost AS (
    SELECT source, provenance, max(seq) AS seq, max(at) AS at FROM in_parts GROUP BY source, provenance, run, part
)
INSERT INTO seq_front (source, provenance, seq, at)
SELECT DISTINCT ON (source, provenance) source, provenance, seq, at FROM foremost
ORDER BY source, provenance, at DESC, seq DESC
ON CONFLICT (source, provenance) DO UPDATE SET seq = excluded.seq, at = excluded.at

-- name: move_cursor
-- Remember up to when the job has read.
UPDATE gap_cursor SET read_until = %(ended)s

-- name: keep_refused_numbers
-- Keep the numbers of the waiting rows that were refused since their key is taken by another content.
INSERT INTO seq_without_row (source, observed_at, seq, provenance)
SELECT waiting.* FROM (
    SELECT camera_code AS source, observed_at, seq, provenance FROM stage_event
    UNION SELECT camera_code, observed_at, seq, provenance FROM stage_flow
    UNION SELECT source, observed_at, seq, provenance FROM stage_reading
    UNION SELECT source, observed_at, seq, provenance FROM stage_report
    UNION SELECT unit_code, observed_at, seq, provenance FROM stage_unit_position
) AS waiting
LEFT JOIN LATERAL (
    SELECT true AS has_row FROM numbered_message AS known
    WHERE known.source = waiting.source AND known.observed_at = waiting.observed_at AND known.seq = waiting.seq
    LIMIT 1
) AS stored ON true
WHERE stored.has_row IS NULL
ON CONFLICT DO NOTHING

-- name: prune_numbers
-- Delete the numbers without a row that were read an hour ago.
DELETE FROM seq_without_row WHERE stored_at < (SELECT read_until FROM gap_cursor) - interval '1 hour'

-- name: expire_gaps
-- Delete gaps that are older than the events among which they were.
DELETE FROM seq_gap
WHERE found_at < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'event')

-- name: expire_fronts
-- Forget sources that have not been heard for as long as events are kept.
DELETE FROM seq_front
WHERE at < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'event')

-- name: listed
-- List gaps, the newest first.
SELECT id, source, provenance, after_seq, before_seq, after_at, before_at, before_seq - after_seq - 1 AS lost,
       (SELECT coalesce(sum(upper(part) - lower(part)), 0)::bigint FROM unnest(missing) AS parts (part))
           AS still_missing,
       found_at, filled_at
FROM seq_gap
WHERE (%(before_id)s::bigint IS NULL OR id < %(before_id)s)
  AND (NOT %(only_open)s OR filled_at IS NULL)
ORDER BY id DESC LIMIT %(limit)s

-- name: summary
-- Count the gaps that are open and the numbers missing in them, by provenance; and up to when was read.
SELECT open.provenance, open.gaps, open.missing, gap_cursor.read_until
FROM gap_cursor CROSS JOIN (
    SELECT provenance, count(*) AS gaps,
           sum((SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM unnest(missing) AS parts (part)))::bigint
               AS missing
    FROM seq_gap WHERE filled_at IS NULL GROUP BY provenance
) AS open
ORDER BY open.provenance

-- name: numbers_since
-- Give every number that was stored since, by source, as often as it was stored.
SELECT source, array_agg(seq) AS numbers FROM numbered_message WHERE stored_at >= %(since)s GROUP BY source

-- name: count_since
-- Count the numbers that were stored since.
SELECT count(*) AS count FROM numbered_message WHERE stored_at >= %(since)s

-- name: has_count
-- Tell whether one count of vehicles has come.
SELECT EXISTS (SELECT FROM flow WHERE camera_code = %(source)s AND observed_at = %(observed_at)s) AS has_come

-- name: missing_numbers
-- Give every number that is missing in a gap that was found since.
SELECT source, array_agg(number) AS numbers
FROM seq_gap, unnest(missing) AS parts (part), generate_series(lower(part), upper(part) - 1) AS number
WHERE found_at >= %(since)s GROUP BY source

-- name: read_until
-- Tell up to when the job has read.
SELECT read_until FROM gap_cursor
