"""Signs of life that processes leave in the database for others to see."""

import datetime as dt

from . import clock
from .models import Installation


def leave(key: str, more: str = "") -> None:
    """Write down that it happened now; one statement. `more` is kept beside the moment."""
    row = Installation(key=key, value=f"{clock.unpinned().isoformat(timespec='seconds')} {more}".strip())
    Installation.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=["value"])


def left(*keys: str) -> dict[str, tuple[dt.datetime, str]]:
    """{key: (moment, more)} of those that were left, in one question."""
    found = {}
    for key, value in Installation.objects.filter(key__in=keys).values_list("key", "value"):
        moment, _, more = value.partition(" ")
        found[key] = (dt.datetime.fromisoformat(moment), more)
    return found


def seconds_since(moment: dt.datetime) -> int:
    """Whole seconds; a moment in the future (the clock was set back) counts as now."""
    return max(0, int((clock.unpinned() - moment).total_seconds()))
