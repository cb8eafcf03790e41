-- Wards, cameras and units as the registry knows them, and the newest that is known of each.

CREATE TABLE ward (
    code text NOT NULL,
    name text NOT NULL,
    sort_key text NOT NULL,
    label_lat double precision NOT NULL,
    label_lon double precision NOT NULL,
    ring jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    PRIMARY KEY (code, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE camera (
    code text PRIMARY KEY,
    name text NOT NULL,
    search_key text NOT NULL,
    ward_code text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    heading_deg real NOT NULL,
    fov_deg real NOT NULL,
    range_m real NOT NULL,
    kind text NOT NULL,
    recorder text NOT NULL,
    gateway text NOT NULL,
    street text NOT NULL,
    owner text NOT NULL,
    purpose text NOT NULL,
    provenance text NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE unit (
    code text PRIMARY KEY,
    callsign text NOT NULL,
    kind text NOT NULL,
    ward_code text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    provenance text NOT NULL
);

-- observed_at is since when this is so; (reported_at, seq) is the camera's own last word, which a
-- gateway's loss leaves alone so that the camera's next word wins whatever its clock says.
CREATE TABLE camera_state (
    camera_code text PRIMARY KEY,
    state text NOT NULL,
    reason text,
    lat double precision,
    lon double precision,
    heading_deg real,
    gateway text NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    reported_at timestamptz NOT NULL,
    seq bigint NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX camera_state_gateway ON camera_state (gateway);

CREATE TABLE gateway_state (
    gateway text PRIMARY KEY,
    ward_code text NOT NULL,
    state text NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    seq bigint NOT NULL,
    provenance text NOT NULL
);

CREATE TABLE unit_state (
    unit_code text PRIMARY KEY,
    lat double precision,
    lon double precision,
    heading_deg real,
    speed_kmh real,
    position_at timestamptz,
    position_seq bigint,
    state text,
    state_at timestamptz,
    state_seq bigint,
    provenance text NOT NULL,
    exercise boolean NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE ward_state (
    ward_code text NOT NULL,
    provenance text NOT NULL,
    congestion real NOT NULL CHECK (congestion BETWEEN 0 AND 1),
    speed_kmh real NOT NULL,
    vehicles_per_min real NOT NULL,
    usual real,
    observed_at timestamptz NOT NULL,
    PRIMARY KEY (ward_code, provenance)
) WITH (fillfactor = 70);

CREATE TABLE system_state (
    system text NOT NULL,
    site text NOT NULL,
    metric text NOT NULL,
    ward_code text NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    lat double precision,
    lon double precision,
    observed_at timestamptz NOT NULL,
    seq bigint NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    PRIMARY KEY (system, site, metric)
) WITH (fillfactor = 70);

CREATE VIEW camera_now AS
SELECT camera.code, camera.name, camera.ward_code,
       coalesce(known.lat, camera.lat) AS lat,
       coalesce(known.lon, camera.lon) AS lon,
       coalesce(known.heading_deg, camera.heading_deg) AS heading_deg,
       camera.fov_deg, camera.range_m, camera.kind, camera.recorder,
       coalesce(known.gateway, camera.gateway) AS gateway,
       camera.street, camera.owner, camera.purpose,
       coalesce(known.provenance, camera.provenance) AS provenance,
       coalesce(known.state, 'unknown') AS state,
       known.reason, known.observed_at,
       coalesce(known.exercise, false) AS exercise
FROM camera LEFT JOIN camera_state AS known ON known.camera_code = camera.code;

CREATE VIEW unit_now AS
SELECT unit.code, unit.callsign, unit.kind, unit.ward_code,
       coalesce(known.lat, unit.lat) AS lat,
       coalesce(known.lon, unit.lon) AS lon,
       coalesce(known.heading_deg, 0) AS heading_deg,
       coalesce(known.speed_kmh, 0) AS speed_kmh,
       coalesce(known.state, 'off_duty') AS state,
       greatest(known.position_at, known.state_at) AS observed_at,
       coalesce(known.provenance, unit.provenance) AS provenance,
       coalesce(known.exercise, false) AS exercise
FROM unit LEFT JOIN unit_state AS known ON known.unit_code = unit.code;
