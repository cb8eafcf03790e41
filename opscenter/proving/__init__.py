"""What measuring and fault trials are built of: private parts, figures with goals, and their report."""
