"""Topic pages: what live texts say of one entry of the who’s who."""
