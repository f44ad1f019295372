"""What programs follow: feeds of lists, and of one story's or question's editions."""
