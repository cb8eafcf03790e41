-- The ward police posts with their link, incidents that are handed to others, and since when a unit does what it does.

-- A post that is schematic stands at its ward's middle: its true place is not known.
CREATE TABLE post (
    code text PRIMARY KEY,
    ward_code text NOT NULL UNIQUE,
    name text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    is_schematic boolean NOT NULL
);

-- Whether a post can be reached: `lost` said its will, `silent` its silence; `heard_at` is its last own word,
-- `via` by which way it came: mqtt, or the page of a person who sits there.
CREATE TABLE post_link (
    post_code text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('online', 'lost', 'silent')),
    since timestamptz NOT NULL,
    heard_at timestamptz,
    via text NOT NULL CHECK (via IN ('mqtt', 'page')),
    provenance text NOT NULL
);

CREATE VIEW post_now AS
SELECT post.code, post.ward_code, post.name, post.lat, post.lon, post.is_schematic,
       coalesce(link.state, 'unknown') AS state, link.since, link.heard_at, link.via,
       coalesce(link.provenance, 'real') AS provenance
FROM post LEFT JOIN post_link AS link ON link.post_code = post.code;

-- An incident handed to a ward's post, CSGT, 113, 114, 115 or 1022: asked by name, accepted or refused by name;
-- without an answer by `due_at` it returns by itself. One by telephone says which number, who, and when.
CREATE TABLE incident_transfer (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    party text NOT NULL CHECK (party IN ('ward', 'csgt', '113', '114', '115', '1022')),
    ward_code text CHECK ((party = 'ward') = (ward_code IS NOT NULL)),
    asked_at timestamptz NOT NULL,
    asked_by text NOT NULL,
    asked_by_id bigint,
    why text NOT NULL DEFAULT '',
    due_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'returned', 'withdrawn')),
    answered_at timestamptz,
    answered_by text,
    answer_text text NOT NULL DEFAULT '',
    phone_number text,
    phone_name text,
    phone_at timestamptz
);
CREATE INDEX incident_transfer_of_incident ON incident_transfer (incident_id, asked_at);
CREATE INDEX incident_transfer_waiting ON incident_transfer (due_at) WHERE state = 'asked';
CREATE INDEX incident_transfer_to_ward ON incident_transfer (ward_code, asked_at DESC) WHERE ward_code IS NOT NULL;
-- One party is asked once at a time.
CREATE UNIQUE INDEX incident_transfer_is_one ON incident_transfer (incident_id, party, coalesce(ward_code, ''))
    WHERE state = 'asked';

-- A unit that was called back is no longer on its order, whatever it answers later.
ALTER TABLE command
    ADD COLUMN recalled_at timestamptz,
    ADD COLUMN recalled_by text;
CREATE INDEX command_under_way ON command (sent_at)
    WHERE "order" = 'dispatch' AND recalled_at IS NULL
      AND (answer IS NULL OR answer IN ('accepted', 'en_route', 'on_scene'));

ALTER TABLE unit_state ADD COLUMN since timestamptz;
CREATE OR REPLACE VIEW unit_now AS
SELECT unit.code, unit.callsign, unit.kind, unit.ward_code,
       coalesce(known.lat, unit.lat) AS lat,
       coalesce(known.lon, unit.lon) AS lon,
       coalesce(known.heading_deg, 0) AS heading_deg,
       coalesce(known.speed_kmh, 0) AS speed_kmh,
       coalesce(known.state, 'off_duty') AS state,
       greatest(known.position_at, known.state_at) AS observed_at,
       coalesce(known.provenance, unit.provenance) AS provenance,
       coalesce(known.exercise, false) AS exercise,
       known.since
FROM unit LEFT JOIN unit_state AS known ON known.unit_code = unit.code;
