"""Tests of ingest with a real broker and a real database."""
