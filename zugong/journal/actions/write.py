import datetime as dt
import re
from collections.abc import Iterable

from zugong.journal.models import Line

# Somebody writes a citizen's number into a reason.
NUMBER = re.compile(r"(?<![0-9])[0-9]{15,17}[0-9Xx]?(?![0-9])")


def write(address: str, verb: str, *, by: int | None, at: dt.datetime, fields: Iterable[str] = (), reason: str = "") -> Line:
    """Append one line; call it inside the transaction of the act it tells of."""
    return Line.objects.create(at=at, by=by, address=address, verb=verb, fields=" ".join(sorted(fields))[:400], reason=without_numbers(reason))


def without_numbers(reason: str) -> str:
    """As much of a reason as a line holds; a number as long as an identity number is left out."""
    return NUMBER.sub("（号码略）", reason)[:400]
