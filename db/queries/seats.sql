-- name: put_seat
-- Register a seat as the district's data names it.
INSERT INTO seat (code, place, name, ward_codes)
VALUES (%(code)s, %(place)s, %(name)s, %(ward_codes)s)
ON CONFLICT (code) DO UPDATE SET place = excluded.place, name = excluded.name, ward_codes = excluded.ward_codes

-- name: retire_seats
-- Take away the wards of seats that the district's data no longer names; who held them is still known.
UPDATE seat SET ward_codes = '{}' WHERE NOT code = ANY (%(codes)s)

-- name: seats
-- Every seat with who holds it now, in the order of the room.
SELECT seat.code, seat.name, seat.ward_codes, holding.id AS holding_id, holding.account_id, holding.by_name,
       holding.taken_at
FROM seat LEFT JOIN seat_holding AS holding ON holding.seat_code = seat.code AND holding.left_at IS NULL
WHERE seat.ward_codes <> '{}' OR holding.id IS NOT NULL
ORDER BY seat.place, seat.code

-- name: lock_seat
-- A seat, locked so that of two who take it one is told.
SELECT code FROM seat WHERE code = %(code)s FOR UPDATE

-- name: end_holding
-- Whoever holds a seat leaves it.
UPDATE seat_holding SET left_at = clock_timestamp() WHERE id = %(id)s AND left_at IS NULL

-- name: begin_holding
-- Somebody holds a seat from now on.
INSERT INTO seat_holding (seat_code, account_id, by_name, taken_from)
VALUES (%(code)s, %(account_id)s, %(by_name)s, %(taken_from)s)

-- name: lock_alerts_owned
-- The open alerts in these wards that a person owns, locked against everybody else.
SELECT * FROM alert
WHERE state IN ('acknowledged', 'shelved') AND owner_id = %(owner_id)s AND ward_code = ANY (%(ward_codes)s)
ORDER BY id
FOR UPDATE

-- name: move_alert
-- Give a locked alert to another owner.
UPDATE alert SET owner_id = %(owner_id)s, owner_name = %(owner_name)s, version = version + 1 WHERE id = %(id)s

-- name: lock_incidents_owned
-- The incidents in these wards that are not closed and that a person owns, locked against everybody else.
SELECT * FROM incident
WHERE state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
  AND owner_id = %(owner_id)s AND ward_code = ANY (%(ward_codes)s)
ORDER BY id
FOR UPDATE
