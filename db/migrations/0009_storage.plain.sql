-- Events by time alone: an hour is counted anew without reading its whole day.

CREATE INDEX event_by_time ON event (observed_at);
