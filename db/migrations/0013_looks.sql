-- Who looked at which camera, why and for how long; the recorder's own stream; how often a rule was right.

ALTER TABLE camera ADD COLUMN stream_url text;

CREATE TABLE camera_look (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    username text NOT NULL,
    camera_code text NOT NULL,
    ward_code text NOT NULL,
    purpose text NOT NULL,
    alert_id uuid,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seconds real NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
-- A picture that is kept may be seen while its camera is looked at, so this is asked for each picture.
CREATE INDEX camera_look_of_account ON camera_look (account_id, camera_code, started_at DESC);
CREATE INDEX camera_look_of_camera ON camera_look (camera_code, started_at DESC);
CREATE INDEX camera_look_by_time ON camera_look (started_at);

CREATE INDEX alert_open_of_camera ON alert (camera_code)
    WHERE state IN ('unacknowledged', 'acknowledged', 'shelved');
CREATE INDEX alert_closed_of_rule ON alert (rule, kind, provenance, closed_at)
    INCLUDE (state, acknowledged_at, exercise) WHERE closed_at IS NOT NULL;
