"""The version of the product, as `pyproject.toml` has it: the image lacks that file."""

VERSION = "0.1.0"
