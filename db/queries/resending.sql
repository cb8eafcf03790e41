-- name: ask
-- Ask for a dead letter to be sent again; no row when it is asked for already, was sent, or is not there.
INSERT INTO dead_letter_resend (letter_id, account_id, username)
SELECT id, %(account_id)s, %(username)s FROM dead_letter WHERE id = %(letter_id)s AND resent_at IS NULL
ON CONFLICT (letter_id) WHERE done_at IS NULL DO NOTHING
RETURNING id

-- name: newest
-- What became of the newest asking for each of these letters; one index probe a letter.
SELECT asked.letter_id, asked.asked_at, asked.username, asked.done_at, asked.fate, asked.reason
FROM unnest(%(letter_ids)s::bigint[]) AS letter (id)
CROSS JOIN LATERAL (
    SELECT * FROM dead_letter_resend WHERE letter_id = letter.id ORDER BY id DESC LIMIT 1
) AS asked

-- name: take
-- The oldest asking that nobody works on, held until the transaction's end.
SELECT id, letter_id, username FROM dead_letter_resend
WHERE done_at IS NULL ORDER BY id LIMIT 1
FOR UPDATE SKIP LOCKED

-- name: finish
-- What became of an asking.
UPDATE dead_letter_resend SET done_at = clock_timestamp(), fate = %(fate)s, reason = %(reason)s
WHERE id = %(id)s

-- name: expire
-- Forget askings after a year.
DELETE FROM dead_letter_resend WHERE asked_at < %(now)s::timestamptz - interval '365 days'
