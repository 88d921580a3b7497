"""The registry's tables as Excel sees them."""

from .organizations import Organizations
from .people import People
from .posts import Posts


def rosters() -> list:
    """In the order in which a new office fills them."""
    return [Organizations(), People(), Posts()]
