-- name: lock_due
-- What has lain on the shelf until its time, locked; by the partial index of what is shelved.
SELECT * FROM alert
WHERE state = 'shelved' AND shelved_until <= %(now)s
ORDER BY id
FOR UPDATE
