"""A whole centre started and stopped for real."""
