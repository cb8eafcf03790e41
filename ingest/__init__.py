"""From the broker to committed rows: checks, dialects, batches and dead letters."""
