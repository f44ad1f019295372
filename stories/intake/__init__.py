"""Takes in what other papers say: sources from a pasted address, and watched feeds."""

from stories.intake.looking import NoAddressError
from stories.intake.recognising import Taking, source_for

__all__ = ["NoAddressError", "Taking", "source_for"]
