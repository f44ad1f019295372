"""Follow by mail: who hears of what, the letters, and the pages that end them."""
