"""The panels of the console: one file each, with its layout and what it answers."""
