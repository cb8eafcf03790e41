"""A district that talks: traffic, cameras, police, citizens and the eight smart systems."""
