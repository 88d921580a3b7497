import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership

from .succeed import succeed


def set_vote(membership: Membership, may_vote: bool, *, on: dt.date, reason: str, by: int | None, at: dt.datetime) -> Membership:
    """Suspend or restore a full member's right to vote from a day on; rolls filed before stay as they are."""
    if membership.standing != "full":
        raise Refused("预备党员没有表决权，转正后才有")
    if may_vote == membership.may_vote:
        raise Refused("现在就是这样，没有变化", "may_vote")
    new = succeed(membership, on=on, ended_for="vote", may_vote=may_vote)
    write(membership.person.address, "set_vote", by=by, at=at, fields=["may_vote"], reason=reason)
    return new
