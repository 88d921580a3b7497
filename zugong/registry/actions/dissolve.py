import datetime as dt

from django.db.models import Q

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Organization, Placement, Post

from .end_post import end_post


def dissolve(organization: Organization, *, on: dt.date, reason: str, by: int | None, at: dt.datetime) -> None:
    """End an organization on a day. Refused while it has members or organizations below it; its posts end with it."""
    still = Q(until__isnull=True) | Q(until__gt=on)
    if organization.until:
        raise Refused("这个组织已经撤销")
    if on <= organization.since:
        raise Refused(f"撤销日期要晚于成立日期 {organization.since}", "on")
    if latest := Placement.objects.filter(organization=organization, until__isnull=True, since__gt=on).first():
        raise Refused(f"撤销日期不能早于上一次变动的 {latest.since}", "on")
    if below := Organization.objects.filter(still, parent=organization).count():
        raise Refused(f"下面还有 {below} 个组织，请先移走或撤销它们")
    if members := Membership.objects.filter(still, Q(organization=organization) | Q(group=organization)).count():
        raise Refused(f"还有 {members} 名党员，请先转出")
    for post in Post.objects.filter(still, organization=organization):
        end_post(post, on=on, by=by, at=at)
    organization.committees.filter(until__isnull=True).update(until=on)
    Organization.objects.filter(pk=organization.pk).update(until=on)
    Placement.objects.filter(organization=organization, until__isnull=True).update(until=on)
    write(organization.address, "dissolve", by=by, at=at, fields=["until"], reason=reason)
