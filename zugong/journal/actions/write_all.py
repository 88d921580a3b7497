import datetime as dt
from collections.abc import Iterable

from zugong.journal.models import Line


def write_all(addresses: Iterable[str], verb: str, *, by: int | None, at: dt.datetime, reason: str = "") -> int:
    """One line for each address in one statement; answers how many."""
    lines = [Line(at=at, by=by, address=address, verb=verb, reason=reason[:400]) for address in addresses]
    return len(Line.objects.bulk_create(lines, batch_size=500))
