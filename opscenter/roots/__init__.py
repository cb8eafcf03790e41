"""One file per process: each builds its room's settings from the environment and runs the room."""
