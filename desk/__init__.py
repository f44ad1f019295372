"""The editors’ side: one room for each thing that an editor does."""
