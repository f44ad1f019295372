"""PostgreSQL as the web server uses it: no reader waits for a silent server."""
