"""What is coming up, as calendars that readers subscribe to."""
