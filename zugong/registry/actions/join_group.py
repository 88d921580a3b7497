import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Organization

from .succeed import succeed


def join_group(membership: Membership, group: Organization | None, *, on: dt.date, by: int | None, at: dt.datetime) -> Membership:
    """Put a member into a Party group of the own branch, or into none, from a day on."""
    if group and group.parent_id != membership.organization_id:
        raise Refused("这个党小组不在本支部，请另选", "group")
    new = succeed(membership, on=on, ended_for="group", group_id=group.pk if group else None)
    write(membership.person.address, "join_group", by=by, at=at, fields=["group"])
    return new
