import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Transfer

from .end_posts_in import end_posts_in

REASONS = {"moved_outside": "转往本系统以外", "left": "出党", "deceased": "去世", "entered_wrongly": "误录"}


def end_membership(membership: Membership, *, reason: str, on: dt.date, by: int | None, at: dt.datetime) -> None:
    """End an affiliation on a day for a coded reason; offices in the branch end with it."""
    if reason not in REASONS:
        raise Refused("请选择结束的原因", "reason")
    if on < membership.since:
        raise Refused(f"日期不能早于 {membership.since}", "on")
    if Transfer.objects.filter(membership=membership, state="sent").exists():
        raise Refused("此人正在转接途中，请等对方接收或退回")
    if not Membership.objects.filter(pk=membership.pk, until__isnull=True).update(until=on, ended_for=reason):
        raise Refused("这段组织关系已经结束，请刷新后查看")
    end_posts_in(membership.person, membership.organization, on=on, by=by, at=at)
    write(membership.person.address, "end_membership", by=by, at=at, fields=["until"], reason=REASONS[reason])
