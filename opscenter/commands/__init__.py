"""The command line, one file per group of commands; each says what it wants and calls one function."""
