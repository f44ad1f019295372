"""What editors do with a text: publish, correct, take down, review; and its history."""
