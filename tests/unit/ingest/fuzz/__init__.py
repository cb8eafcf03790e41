"""Fuzzing the door: real payloads of every dialect, changed by chance, and what must hold for each."""
