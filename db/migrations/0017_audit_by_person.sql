-- What one person did lately: asked for when their own alarm load counts from when to when they were here.
CREATE INDEX audit_of_account ON audit (account_id, at DESC);
