-- Seats of the operations room and who holds them; notes of a shift, and what one shift hands to the next.

-- A desk of the room: the wards whose alerts and incidents are proposed to whoever holds it.
CREATE TABLE seat (
    code text PRIMARY KEY,
    place smallint NOT NULL,
    name text NOT NULL,
    ward_codes text[] NOT NULL
);

-- Who held a seat from when to when; `taken_from` is the holding that was handed over for it.
CREATE TABLE seat_holding (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seat_code text NOT NULL REFERENCES seat (code),
    account_id bigint NOT NULL,
    by_name text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    left_at timestamptz,
    taken_from bigint REFERENCES seat_holding (id)
);
CREATE UNIQUE INDEX seat_is_held_once ON seat_holding (seat_code) WHERE left_at IS NULL;
CREATE INDEX seat_holding_by_time ON seat_holding (taken_at);

-- What somebody on duty writes down for those who come after.
CREATE TABLE shift_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id bigint NOT NULL,
    by_name text NOT NULL,
    text text NOT NULL CHECK (text <> '')
);
CREATE INDEX shift_note_by_time ON shift_note (at);

-- A hand-over: prepared and signed by who leaves, then signed by who comes. `body` is the signed text itself.
CREATE TABLE handover (
    id uuid PRIMARY KEY,
    shift_began timestamptz NOT NULL,
    shift_ends timestamptz NOT NULL,
    body text NOT NULL,
    sha256 text NOT NULL,
    left_by_id bigint NOT NULL,
    left_by text NOT NULL,
    left_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_by_id bigint,
    taken_by text,
    taken_at timestamptz,
    remark text NOT NULL DEFAULT '',
    withdrawn_at timestamptz,
    CONSTRAINT handover_body_is_whole CHECK (sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
    CONSTRAINT handover_has_two_people CHECK (taken_by_id <> left_by_id),
    CONSTRAINT handover_is_taken_by_somebody CHECK ((taken_at IS NULL) = (taken_by_id IS NULL)),
    CONSTRAINT handover_ends_one_way CHECK (taken_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX handover_by_time ON handover (left_at DESC);
CREATE UNIQUE INDEX handover_waits_once ON handover ((true)) WHERE taken_at IS NULL AND withdrawn_at IS NULL;

-- Which open things each hand-over named, so that what comes again says for the how manieth time.
CREATE TABLE handover_item (
    handover_id uuid NOT NULL REFERENCES handover (id),
    subject text NOT NULL CHECK (subject IN ('incident', 'alert')),
    key text NOT NULL,
    PRIMARY KEY (subject, key, handover_id)
);

-- What was signed stays as it was signed: only the second signature, or taking an unsigned one back, is let in.
CREATE FUNCTION keep_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND OLD.taken_at IS NULL AND OLD.withdrawn_at IS NULL
       AND (OLD.id, OLD.shift_began, OLD.shift_ends, OLD.body, OLD.sha256, OLD.left_by_id, OLD.left_by, OLD.left_at)
           = (NEW.id, NEW.shift_began, NEW.shift_ends, NEW.body, NEW.sha256, NEW.left_by_id, NEW.left_by, NEW.left_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a signed hand-over is never changed' USING ERRCODE = '23000';
END $$;
CREATE TRIGGER handover_is_kept BEFORE UPDATE OR DELETE ON handover
    FOR EACH ROW EXECUTE FUNCTION keep_handover();
