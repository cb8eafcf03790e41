-- name: account_by_username
-- The account of a name, whatever its case.
SELECT id, username, display_name, password_hash, role, ward_codes, language, must_change_password,
       disabled_at, created_at
FROM account WHERE username = lower(%(username)s)

-- name: accounts
-- All accounts by name.
SELECT id, username, display_name, password_hash, role, ward_codes, language, must_change_password,
       disabled_at, created_at
FROM account ORDER BY username

-- name: create_account
-- Make an account.
INSERT INTO account (username, display_name, password_hash, role, ward_codes, language, must_change_password)
VALUES (lower(%(username)s), %(display_name)s, %(password_hash)s, %(role)s, %(ward_codes)s, %(language)s,
        %(must_change_password)s)
RETURNING id, username, display_name, password_hash, role, ward_codes, language, must_change_password,
          disabled_at, created_at

-- name: set_password
-- Give an account a new password.
UPDATE account SET password_hash = %(password_hash)s, must_change_password = %(must_change_password)s
WHERE id = %(account_id)s

-- name: set_language
-- Remember a person's language.
UPDATE account SET language = %(language)s WHERE id = %(account_id)s

-- name: disable_account
-- Let nobody sign in with an account any more.
UPDATE account SET disabled_at = coalesce(disabled_at, now()) WHERE id = %(account_id)s

-- name: open_session
-- Begin a session.
INSERT INTO session (token_sha256, account_id, created_at, last_seen_at, expires_at)
VALUES (%(token_sha256)s, %(account_id)s, %(now)s, %(now)s, %(expires_at)s)

-- name: person_of_session
-- Who a living session belongs to.
SELECT account.id AS account_id, account.username, account.display_name, account.role, account.ward_codes,
       account.language, account.must_change_password, session.created_at, session.last_seen_at,
       session.expires_at
FROM session JOIN account ON account.id = session.account_id
WHERE session.token_sha256 = %(token_sha256)s AND session.expires_at > %(now)s
  AND account.disabled_at IS NULL

-- name: touch_session
-- Remember that a session is used, at most once a minute.
UPDATE session SET last_seen_at = %(now)s
WHERE token_sha256 = %(token_sha256)s AND last_seen_at < %(now)s::timestamptz - interval '1 minute'

-- name: close_session
-- End a session.
DELETE FROM session WHERE token_sha256 = %(token_sha256)s

-- name: close_sessions
-- End all sessions of an account, but one when it is named.
DELETE FROM session
WHERE account_id = %(account_id)s
  AND (%(except_token_sha256)s::bytea IS NULL OR token_sha256 <> %(except_token_sha256)s::bytea)

-- name: record_attempt
-- Write down a try to sign in.
INSERT INTO sign_in_attempt (at, username, address, succeeded)
VALUES (%(at)s, lower(%(username)s), %(address)s, %(succeeded)s)

-- name: count_failures
-- How often signing in failed since a moment: for a name since it last succeeded, and from an address.
SELECT (SELECT count(*) FROM sign_in_attempt AS failed
        WHERE failed.username = lower(%(username)s) AND failed.at >= %(since)s AND NOT failed.succeeded
          AND NOT EXISTS (SELECT FROM sign_in_attempt AS later
                          WHERE later.username = failed.username AND later.succeeded AND later.id > failed.id))
           AS of_username,
       (SELECT count(*) FROM sign_in_attempt
        WHERE address = %(address)s AND at >= %(since)s AND NOT succeeded) AS of_address

-- name: record_audit
-- Write down what a person did or looked at.
INSERT INTO audit (account_id, username, action, object, details)
VALUES (%(account_id)s, %(username)s, %(action)s, %(object)s, %(details)s::jsonb)

-- name: audit
-- What was done, the newest first.
SELECT id, at, account_id, username, action, object, details
FROM audit
WHERE (%(before_id)s::bigint IS NULL OR id < %(before_id)s::bigint)
ORDER BY id DESC
LIMIT %(limit)s
