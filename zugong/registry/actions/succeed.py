import datetime as dt

from zugong.door.refusal import Refused
from zugong.registry.models import Membership, Transfer

_KEPT = ("person_id", "organization_id", "group_id", "standing", "may_vote", "joined_on", "converted_on", "path")


def succeed(membership: Membership, *, on: dt.date, ended_for: str, **changes) -> Membership:
    """End an open membership on a day and go on with a like one that differs in `changes`; a transfer under way follows.

    On its first day it is changed in place. Refused for one that has ended, or a day before it began.
    """
    if membership.until:
        raise Refused("这段组织关系已经结束，请刷新后查看")
    if on < membership.since:
        raise Refused(f"日期不能早于 {membership.since}", "on")
    if on == membership.since:
        Membership.objects.filter(pk=membership.pk).update(**changes)
        return Membership.objects.get(pk=membership.pk)
    if not Membership.objects.filter(pk=membership.pk, until__isnull=True).update(until=on, ended_for=ended_for):
        raise Refused("这段组织关系已经结束，请刷新后查看")
    new = Membership.objects.create(since=on, **{name: getattr(membership, name) for name in _KEPT} | changes)
    Transfer.objects.filter(membership=membership, state="sent").update(membership=new)
    return new
