"""The index of words: what of a text can be searched for, on either engine."""
