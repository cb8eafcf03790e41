-- Shelving an alert has an end; an order to a unit says who gave it and who had verified what it is about.

ALTER TABLE alert
    ADD COLUMN shelved_until timestamptz,
    ADD COLUMN shelved_by text,
    ADD COLUMN shelved_reason text;
-- What was shelved before shelving had an end comes back twelve hours from now at the latest.
UPDATE alert SET shelved_until = now() + interval '12 hours' WHERE state = 'shelved';
CREATE INDEX alert_on_shelf ON alert (shelved_until) WHERE state = 'shelved';

ALTER TABLE command
    ADD COLUMN verified_by text,
    ADD COLUMN answer_text text NOT NULL DEFAULT '';
CREATE INDEX command_of_alert ON command (alert_id, sent_at DESC) WHERE alert_id IS NOT NULL;
