"""The form in which a story or a question is written."""
