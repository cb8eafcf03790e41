-- Accounts, their sessions, failed sign-ins and the log of what people did.

CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username text NOT NULL UNIQUE CHECK (username = lower(username)),
    display_name text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL,
    ward_codes text[] NOT NULL DEFAULT '{}',
    language text NOT NULL DEFAULT 'vi',
    must_change_password boolean NOT NULL DEFAULT false,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
    token_sha256 bytea PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
    account_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_of_account ON session (account_id);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE sign_in_attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    username text NOT NULL,
    address text NOT NULL,
    succeeded boolean NOT NULL
);
CREATE INDEX sign_in_attempt_of_username ON sign_in_attempt (username, at);
CREATE INDEX sign_in_attempt_of_address ON sign_in_attempt (address, at);

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id bigint,
    username text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    details jsonb
);
CREATE INDEX audit_by_time ON audit (at DESC);
