"""Dialects: one pure function for each way in which others speak to the centre."""
