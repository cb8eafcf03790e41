-- How the rules are set, version by version; times of work on cameras; what the verdicts of a month made of a rule;
-- and the signs that called nobody, with their cause.

CREATE TABLE rule_version (
    number integer PRIMARY KEY,
    settings jsonb NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    written_by text NOT NULL,
    why text NOT NULL,
    -- Tried against the last 24 hours by the rules process: when asked, and what came of it.
    trial_asked_at timestamptz,
    trial_at timestamptz,
    trial jsonb
);

-- Which version was live from when on, by whom and why: the newest row counts.
CREATE TABLE rule_live (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number integer NOT NULL REFERENCES rule_version (number),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    by_name text NOT NULL,
    why text NOT NULL
);

CREATE TABLE camera_window (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Null: all cameras of the ward.
    camera_code text,
    ward_code text NOT NULL,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > begins_at),
    reason text NOT NULL,
    by_name text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_by text
);
CREATE INDEX camera_window_by_end ON camera_window (ends_at);

-- Found once a day from the verdicts on a rule's alerts of a kind; released by a supervisor, who sees it in the list.
CREATE TABLE rule_mode (
    rule text NOT NULL,
    kind text NOT NULL,
    provenance text NOT NULL,
    finding text NOT NULL,
    confirmed integer NOT NULL,
    rejected integer NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at timestamptz,
    released_by text,
    released_why text,
    PRIMARY KEY (rule, kind, provenance)
);

-- Signs that called nobody, an hour of one place and cause in a row.
CREATE TABLE suppressed_sign (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hour timestamptz NOT NULL,
    rule text NOT NULL,
    place_key text NOT NULL,
    kind text NOT NULL,
    cause text NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    severity text NOT NULL,
    ward_code text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    place text NOT NULL,
    source_channel text NOT NULL,
    camera_code text,
    event_id uuid,
    event_at timestamptz,
    why text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    signs integer NOT NULL DEFAULT 1,
    UNIQUE (hour, rule, place_key, kind, cause, provenance, exercise)
);
CREATE INDEX suppressed_sign_by_time ON suppressed_sign (last_at DESC);

-- For the verdicts of a month.
CREATE INDEX alert_transition_verdict ON alert_transition (at) WHERE action IN ('clear', 'reject');
