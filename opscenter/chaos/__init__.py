"""Fault trials: what of ours dies, is cut off or fills up while numbered messages flow, and what is lost."""
