"""Take-out: the whole paper in an open form, to leave with or to change the engine."""
