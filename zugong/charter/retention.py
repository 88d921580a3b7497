"""How long a record is kept, and what happens then."""

import re
from dataclasses import dataclass

from .notations import NAME

_PHRASE = re.compile(rf"^(\d+) (day|month|year)s? after ({NAME}), then (delete|seal)$")


@dataclass(frozen=True)
class Retention:
    """`amount` units after the day in `column`, then delete or seal."""

    amount: int
    unit: str
    column: str
    then: str


def retention(text: str) -> Retention | None:
    """Read "5 years after on, then delete"; None for "permanent"."""
    found = _PHRASE.match(text)
    return Retention(int(found[1]), found[2], found[3], found[4]) if found else None
