"""Camera agents against a real broker."""
