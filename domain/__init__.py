"""What the centre talks about: messages, places, life cycles and rights. Pure: no input, no output."""
