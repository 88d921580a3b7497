import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Organization, Transfer


def join_group(membership: Membership, group: Organization | None, *, on: dt.date, by: int | None, at: dt.datetime) -> Membership:
    """Put a member into a Party group of the own branch, or into none, from a day on."""
    if group and group.parent_id != membership.organization_id:
        raise Refused("这个党小组不在本支部，请另选", "group")
    if membership.until:
        raise Refused("这段组织关系已经结束，请刷新后查看")
    if on < membership.since:
        raise Refused(f"日期不能早于 {membership.since}", "on")
    if on == membership.since:
        Membership.objects.filter(pk=membership.pk).update(group=group)
        new = membership
    else:
        Membership.objects.filter(pk=membership.pk).update(until=on, ended_for="group")
        new = Membership.objects.create(
            person_id=membership.person_id, organization_id=membership.organization_id, group=group, standing=membership.standing,
            may_vote=membership.may_vote, joined_on=membership.joined_on, since=on, path=membership.path,
        )  # fmt: skip
        Transfer.objects.filter(membership=membership, state="sent").update(membership=new)
    write(membership.person.address, "join_group", by=by, at=at, fields=["group"])
    return new
