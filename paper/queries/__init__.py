"""The database’s part of the pages: what is live, and what stands around it."""
