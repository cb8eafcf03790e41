"""The rules: the one process that reads the change feed and opens, repeats and clears alerts."""
