-- Dead letters have a size limit: how long each was when it came, what each takes, and what had to go.

ALTER TABLE dead_letter
    ADD COLUMN size_bytes integer,
    ADD COLUMN kept_bytes integer NOT NULL
        GENERATED ALWAYS AS (octet_length(payload) + octet_length(topic) + octet_length(reason) + 128) STORED;
UPDATE dead_letter SET size_bytes = octet_length(payload);
ALTER TABLE dead_letter ALTER COLUMN size_bytes SET NOT NULL;

CREATE TABLE dead_letter_overflow (
    is_the_only boolean PRIMARY KEY DEFAULT true CHECK (is_the_only),
    letters bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    last_at timestamptz
);
INSERT INTO dead_letter_overflow DEFAULT VALUES;
