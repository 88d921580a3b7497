import datetime as dt

from django.db.models import Q

from zugong.door.models import Grant
from zugong.journal.actions.write import write


def end_grants(*, on: dt.date, because: str = "", pk: int | None = None, by: int | None, at: dt.datetime) -> int:
    """End one grant, or all that rest on a post's address, on a day; answers how many."""
    chosen = Grant.objects.filter(pk=pk) if pk else Grant.objects.filter(because=because)
    open_ones = list(chosen.filter(Q(until__isnull=True) | Q(until__gt=on)))
    for grant in open_ones:
        Grant.objects.filter(pk=grant.pk).update(until=max(on, grant.since))
        write(f"accounts/{grant.account_id}", "end_grant", by=by, at=at, fields=["until"], reason=because)
    return len(open_ones)
