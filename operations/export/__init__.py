"""The whole public paper as files, for any host that serves files."""
