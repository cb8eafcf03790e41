"""The command: settings, the wiring of each process, and the embedded database and broker."""
