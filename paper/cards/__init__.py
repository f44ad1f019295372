"""Share images: what a page without a picture looks like where somebody links to it."""
