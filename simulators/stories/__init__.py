"""Stories: what happens at a place over minutes, who tells of it, and what should follow."""
