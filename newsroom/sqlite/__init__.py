"""SQLite as the web server uses it: a connection stays for as long as its file does."""
