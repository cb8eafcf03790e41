-- Papers without which a real camera is not released, privacy zones, dead letters that are to be sent again.

-- `held_since`: since when the camera is not released; only refresh_holds writes it. `papers_due`: until then
-- a camera is released without papers; those that were there before papers were asked for have a month.
ALTER TABLE camera
    ADD COLUMN held_since timestamptz,
    ADD COLUMN papers_due timestamptz;
UPDATE camera SET papers_due = now() + interval '30 days' WHERE provenance = 'real';

-- Owner and purpose stand in `camera`. `requirements` holds by its key each of the eleven groups of the
-- technical regulation: answer, note, who answered and when. `is_complete` is the domain's judgement of it all.
CREATE TABLE camera_papers (
    camera_code text PRIMARY KEY,
    has_notice_sign boolean NOT NULL,
    notice_on date,
    notice_place text NOT NULL,
    review_due date,
    requirements jsonb NOT NULL,
    is_complete boolean NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_by text NOT NULL
);

-- A held camera is unknown to everybody, for this reason, whatever it says; what it says is stored all the same.
CREATE OR REPLACE VIEW camera_now AS
SELECT camera.code, camera.name, camera.ward_code,
       coalesce(known.lat, camera.lat) AS lat,
       coalesce(known.lon, camera.lon) AS lon,
       coalesce(known.heading_deg, camera.heading_deg) AS heading_deg,
       camera.fov_deg, camera.range_m, camera.kind, camera.recorder,
       coalesce(known.gateway, camera.gateway) AS gateway,
       camera.street, camera.owner, camera.purpose,
       coalesce(known.provenance, camera.provenance) AS provenance,
       CASE WHEN camera.held_since IS NULL THEN coalesce(known.state, 'unknown') ELSE 'unknown' END AS state,
       CASE WHEN camera.held_since IS NULL THEN known.reason ELSE 'not released' END AS reason,
       CASE WHEN camera.held_since IS NULL THEN known.observed_at ELSE camera.held_since END AS observed_at,
       coalesce(known.exercise, false) AS exercise
FROM camera LEFT JOIN camera_state AS known ON known.camera_code = camera.code;

-- A zone's life: proposed, then approved or refused by somebody else; later its removal likewise. An
-- immediate one is painted from the beginning and lapses unless it is approved. No row is ever deleted.
CREATE TABLE privacy_zone (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    camera_code text NOT NULL,
    outline jsonb NOT NULL,
    reason text NOT NULL,
    proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    proposed_by bigint NOT NULL,
    proposed_by_name text NOT NULL,
    lapses_at timestamptz,
    approved_at timestamptz,
    approved_by bigint,
    approved_by_name text,
    refused_at timestamptz,
    refused_by_name text,
    refused_reason text,
    removal_at timestamptz,
    removal_by bigint,
    removal_by_name text,
    removal_reason text,
    removed_at timestamptz,
    removed_by bigint,
    removed_by_name text,
    CHECK (approved_by <> proposed_by),
    CHECK (removed_by <> removal_by),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK ((removal_at IS NULL) = (removal_by IS NULL)),
    CHECK ((removed_at IS NULL) = (removed_by IS NULL)),
    CHECK (approved_at IS NULL OR refused_at IS NULL)
);
CREATE INDEX privacy_zone_of_camera ON privacy_zone (camera_code);
CREATE INDEX privacy_zone_alive ON privacy_zone (camera_code) WHERE removed_at IS NULL AND refused_at IS NULL;

CREATE VIEW privacy_zone_painted AS
SELECT id, camera_code, outline FROM privacy_zone
WHERE removed_at IS NULL AND refused_at IS NULL
  AND (approved_at IS NOT NULL OR lapses_at > clock_timestamp());

-- The console may not read dialects, so it asks here; an ingest worker sends the letter and writes its fate.
CREATE TABLE dead_letter_resend (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter_id bigint NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id bigint NOT NULL,
    username text NOT NULL,
    done_at timestamptz,
    fate text,
    reason text,
    CHECK ((done_at IS NULL) = (fate IS NULL))
);
CREATE UNIQUE INDEX dead_letter_resend_waiting ON dead_letter_resend (letter_id) WHERE done_at IS NULL;
CREATE INDEX dead_letter_resend_of_letter ON dead_letter_resend (letter_id, id DESC);
