"""The console: sign-in, live map, alert queue and the REST API."""
