"""What other papers say: outlets, sources, and the feeds that are watched."""
