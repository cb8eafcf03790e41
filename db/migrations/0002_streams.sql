-- What comes in without end. The next migration cuts these tables by day, in the engine's own way.

CREATE TABLE event (
    id uuid NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    source text NOT NULL,
    camera_code text,
    ward_code text NOT NULL,
    kind text NOT NULL,
    score real NOT NULL,
    label text NOT NULL,
    box real[],
    lat double precision,
    lon double precision,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    dialect text NOT NULL,
    seq bigint NOT NULL,
    revised_at timestamptz NOT NULL,
    ended_at timestamptz,
    details jsonb,
    PRIMARY KEY (id, observed_at)
);
CREATE INDEX event_of_camera ON event (camera_code, observed_at DESC);

CREATE TABLE flow (
    camera_code text NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    ward_code text NOT NULL,
    seq bigint NOT NULL,
    period_s real NOT NULL,
    motorcycles integer NOT NULL,
    cars integer NOT NULL,
    buses integer NOT NULL,
    trucks integer NOT NULL,
    bicycles integer NOT NULL,
    speed_kmh real NOT NULL,
    occupancy real NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    PRIMARY KEY (camera_code, observed_at)
);
CREATE INDEX flow_by_time ON flow (observed_at);

CREATE TABLE reading (
    system text NOT NULL,
    site text NOT NULL,
    metric text NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    ward_code text NOT NULL,
    source text NOT NULL,
    seq bigint NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    lat double precision,
    lon double precision,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    PRIMARY KEY (system, site, metric, observed_at)
);

CREATE TABLE report (
    id uuid NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    channel text NOT NULL CHECK (channel IN ('police', 'citizen')),
    via text NOT NULL,
    source text NOT NULL,
    ward_code text NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    text text NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    PRIMARY KEY (id, observed_at)
);

CREATE TABLE unit_position (
    unit_code text NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    seq bigint NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    heading_deg real NOT NULL,
    speed_kmh real NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    PRIMARY KEY (unit_code, observed_at)
);

CREATE TABLE snapshot (
    event_id uuid NOT NULL,
    moment text NOT NULL,
    rendition text NOT NULL CHECK (rendition IN ('masked', 'original')),
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    camera_code text NOT NULL,
    ward_code text NOT NULL,
    seq bigint NOT NULL,
    sha256 text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    jpeg bytea NOT NULL CHECK (octet_length(jpeg) <= 524288),
    key_id text,
    retention_class text NOT NULL DEFAULT 'unreviewed',
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    PRIMARY KEY (event_id, moment, rendition, observed_at)
);
CREATE INDEX snapshot_of_camera ON snapshot (camera_code, observed_at DESC);
ALTER TABLE snapshot ALTER COLUMN jpeg SET STORAGE EXTERNAL;

-- How long each stream is kept; raw figures may go because the aggregates stay.
CREATE TABLE retention (
    relation text PRIMARY KEY,
    keep interval NOT NULL
);
INSERT INTO retention (relation, keep) VALUES
    ('event', '365 days'),
    ('report', '365 days'),
    ('flow', '7 days'),
    ('reading', '30 days'),
    ('unit_position', '7 days'),
    ('snapshot', '30 days'),
    ('flow_5m', '60 days'),
    ('flow_1h', '1830 days'),
    ('event_1h', '1830 days');

-- Within the 30 days of `snapshot`, how long a picture stays by what was said of it.
CREATE TABLE picture_retention (
    retention_class text PRIMARY KEY,
    keep interval NOT NULL
);
INSERT INTO picture_retention (retention_class, keep) VALUES
    ('unreviewed', '72 hours'),
    ('dismissed', '24 hours'),
    ('confirmed', '30 days');
