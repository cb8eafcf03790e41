-- name: add_note
-- Write down a note of somebody on duty.
INSERT INTO shift_note (account_id, by_name, text) VALUES (%(account_id)s, %(by_name)s, %(text)s)
RETURNING at, by_name, text

-- name: prepare
-- Keep a hand-over as who leaves has signed it.
INSERT INTO handover (id, shift_began, shift_ends, body, sha256, left_by_id, left_by)
VALUES (%(id)s, %(shift_began)s, %(shift_ends)s, %(body)s, %(sha256)s, %(left_by_id)s, %(left_by)s)

-- name: add_items
-- Note which open things a hand-over names.
INSERT INTO handover_item (handover_id, subject, key)
SELECT %(id)s, subject, key FROM unnest(%(subjects)s::text[], %(keys)s::text[]) AS named (subject, key)

-- name: sign
-- Who comes signs a hand-over that waits, as it was read.
UPDATE handover
SET taken_by_id = %(account_id)s, taken_by = %(by_name)s, taken_at = clock_timestamp(), remark = %(remark)s
WHERE id = %(id)s AND sha256 = %(sha256)s AND taken_at IS NULL AND withdrawn_at IS NULL

-- name: withdraw
-- Who leaves takes back a hand-over that nobody has signed yet.
UPDATE handover SET withdrawn_at = clock_timestamp()
WHERE id = %(id)s AND left_by_id = %(account_id)s AND taken_at IS NULL AND withdrawn_at IS NULL

-- name: handover
-- One hand-over, whole.
SELECT id, shift_began, shift_ends, body, sha256, left_by_id, left_by, left_at, taken_by_id, taken_by, taken_at,
       remark, withdrawn_at
FROM handover WHERE id = %(id)s

-- name: handovers
-- The newest hand-overs without their text, the newest first; what was taken back is not among them.
SELECT id, shift_began, shift_ends, sha256, left_by_id, left_by, left_at, taken_by_id, taken_by, taken_at, remark
FROM handover WHERE withdrawn_at IS NULL ORDER BY left_at DESC LIMIT %(limit)s
