"""Letters to followers: what is sent when, the mail server, and what it gives back."""
