-- Incidents: what the alerts, reports and calls of one matter have become together, and all that was done about it.

CREATE TABLE incident (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    kind text NOT NULL,
    severity text NOT NULL,
    priority smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    state text NOT NULL,
    state_before_hold text,
    origin text NOT NULL,
    ward_code text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    place text NOT NULL,
    words text NOT NULL DEFAULT '',
    -- When it happened, when the centre knew, and when it was typed in; the last two differ after an outage.
    happened_at timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_late_entry boolean NOT NULL DEFAULT false,
    opened_by text NOT NULL,
    owner_id bigint,
    owner_name text,
    verified_by text,
    verified_at timestamptz,
    taken_at timestamptz,
    dispatched_at timestamptz,
    on_scene_at timestamptz,
    resolved_at timestamptz,
    closed_at timestamptz,
    -- The next moment by which somebody must have reacted; whom it was brought to since, and when.
    due_at timestamptz,
    escalated_to text,
    escalated_at timestamptz,
    hold_until timestamptz,
    reopened integer NOT NULL DEFAULT 0,
    duplicate_of uuid REFERENCES incident (id),
    result text NOT NULL DEFAULT '',
    -- What belongs to it and who was sent, from its links and orders each time it is told of.
    alert_ids uuid[] NOT NULL DEFAULT '{}',
    unit_codes text[] NOT NULL DEFAULT '{}',
    -- Grows with whatever is added; the second is the version since which nobody has moved, taken or judged it.
    version integer NOT NULL DEFAULT 1,
    acted_version integer NOT NULL DEFAULT 1,
    provenance text NOT NULL,
    exercise boolean NOT NULL DEFAULT false
);
CREATE INDEX incident_by_time ON incident (opened_at DESC);
CREATE INDEX incident_not_closed ON incident (ward_code, opened_at)
    WHERE state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved');
CREATE INDEX incident_due ON incident (due_at) WHERE due_at IS NOT NULL;

-- Who told it, apart from everything that is shown, followed or kept as past: for its owner and the supervisor.
CREATE TABLE incident_caller (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    name text,
    phone text
);
CREATE INDEX incident_caller_of_incident ON incident_caller (incident_id);

-- The running numbers of a day, so that a case number can be said over the radio: Q1-261124-007.
CREATE TABLE incident_number (
    day date PRIMARY KEY,
    last integer NOT NULL
);

-- What belongs to an incident, and why. An alert or a report belongs to one incident at a time.
CREATE TABLE incident_link (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    subject text NOT NULL CHECK (subject IN ('alert', 'report', 'camera', 'incident')),
    key text NOT NULL,
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    linked_by text NOT NULL,
    is_automatic boolean NOT NULL,
    why text NOT NULL,
    unlinked_at timestamptz,
    unlinked_by text
);
CREATE INDEX incident_link_of_incident ON incident_link (incident_id, id);
CREATE INDEX incident_link_of_thing ON incident_link (key, subject);
CREATE UNIQUE INDEX incident_link_is_one ON incident_link (subject, key)
    WHERE unlinked_at IS NULL AND subject IN ('alert', 'report');

-- An alert says which incident it belongs to, as its link does.
ALTER TABLE alert ADD COLUMN incident_id uuid REFERENCES incident (id);
CREATE INDEX alert_of_incident ON alert (incident_id) WHERE incident_id IS NOT NULL;

-- The timeline: one line for everything that was done or said. `happened_at` is the true time of a late entry.
CREATE TABLE incident_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    happened_at timestamptz,
    kind text NOT NULL,
    before text,
    action text,
    after text,
    account_id bigint,
    by_name text NOT NULL,
    text text NOT NULL DEFAULT '',
    details jsonb
);
CREATE INDEX incident_entry_of_incident ON incident_entry (incident_id, id);

-- The steps of its procedure that were done.
CREATE TABLE incident_step (
    incident_id uuid NOT NULL REFERENCES incident (id),
    step text NOT NULL,
    done_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_by text NOT NULL,
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (incident_id, step)
);

CREATE TABLE incident_attachment (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    by_name text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    sha256 text NOT NULL,
    content bytea NOT NULL CHECK (octet_length(content) <= 2097152)
);
CREATE INDEX incident_attachment_of_incident ON incident_attachment (incident_id, at);

-- An order may be given for an incident; a unit that has not answered by `due_at` is flagged once.
ALTER TABLE command
    ADD COLUMN incident_id uuid REFERENCES incident (id),
    ADD COLUMN due_at timestamptz,
    ADD COLUMN flagged_at timestamptz;
CREATE INDEX command_of_incident ON command (incident_id, sent_at) WHERE incident_id IS NOT NULL;
CREATE INDEX command_unanswered ON command (due_at) WHERE answer IS NULL AND flagged_at IS NULL AND due_at IS NOT NULL;

-- A moment of the past shows its incidents as they stood.
CREATE TRIGGER incident_is_new AFTER INSERT ON incident
    FOR EACH ROW EXECUTE FUNCTION keep_past('incident', 'id');
CREATE TRIGGER incident_is_different AFTER UPDATE ON incident FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_past('incident', 'id');
