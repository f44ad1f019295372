"""The desk's first page, and its search: what needs whoever has just sat down."""
