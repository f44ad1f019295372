"""How the paper writes moments where Django would use a 12-hour clock."""
