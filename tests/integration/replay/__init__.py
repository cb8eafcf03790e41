"""Recording and replaying on a real broker."""
