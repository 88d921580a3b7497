import datetime as dt
from collections.abc import Iterable

from zugong.journal.models import Line


def write(address: str, verb: str, *, by: int | None, at: dt.datetime, fields: Iterable[str] = (), reason: str = "") -> Line:
    """Append one line; call it inside the transaction of the act it tells of."""
    return Line.objects.create(at=at, by=by, address=address, verb=verb, fields=" ".join(sorted(fields))[:400], reason=reason[:400])
