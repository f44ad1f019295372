"""Text that was typed and not saved, and who else is at a form."""
