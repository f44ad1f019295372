"""What pages and verbs cost, in papers of several sizes, beside bare Django views."""
