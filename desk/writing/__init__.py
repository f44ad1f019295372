"""What helps while one writes: checks, suggestions and pickers beside the form."""
