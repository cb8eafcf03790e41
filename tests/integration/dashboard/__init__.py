"""The console's server with a real database, over real connections."""
