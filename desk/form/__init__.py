"""What the desk’s pages and forms stand on."""
