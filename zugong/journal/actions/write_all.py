import datetime as dt
from collections.abc import Iterable
from itertools import zip_longest

from zugong.journal.models import Line

from .write import without_numbers


def write_all(addresses: Iterable[str], verb: str, *, by: int | None, at: dt.datetime, fields: Iterable[Iterable[str]] = (), reason: str = "") -> int:
    """One line for each address in one statement, with the names of its fields; answers how many."""
    lines = [Line(at=at, by=by, address=address, verb=verb, fields=" ".join(sorted(names))[:400], reason=without_numbers(reason)) for address, names in zip_longest(addresses, fields, fillvalue=())]
    return len(Line.objects.bulk_create(lines, batch_size=500))
