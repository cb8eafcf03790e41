-- Events by day, computed from the hours by the same job on both engines: a year of a district is read from
-- a few thousand rows. A day is one of the district's own calendar; `hours` are those of its clock in which
-- something happened, `counts` how much in each.

CREATE TABLE event_day (
    ward_code text NOT NULL,
    provenance text NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    events bigint NOT NULL,
    hours smallint[] NOT NULL,
    counts bigint[] NOT NULL,
    PRIMARY KEY (ward_code, provenance, day, kind)
);

-- All kinds together.
CREATE TABLE ward_event_day (
    ward_code text NOT NULL,
    provenance text NOT NULL,
    day date NOT NULL,
    events bigint NOT NULL,
    hours smallint[] NOT NULL,
    counts bigint[] NOT NULL,
    PRIMARY KEY (ward_code, provenance, day)
);

INSERT INTO retention (relation, keep) VALUES ('event_day', '1830 days'), ('ward_event_day', '1830 days');
