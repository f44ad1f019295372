"""What a reader takes along: a citation, an address, pages kept for the train."""
