-- One camera's states of a day, for its drawer: changes are few, and so are the rows of this index.
CREATE INDEX past_of_camera ON past (key, at) WHERE subject = 'camera';
