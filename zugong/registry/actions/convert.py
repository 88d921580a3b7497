import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership

from .succeed import succeed


def convert(membership: Membership, *, on: dt.date, by: int | None, at: dt.datetime) -> Membership:
    """A probationary member becomes a full one from a day on: the former row ends, so rolls of earlier days stay right."""
    if membership.standing != "probationary" or membership.until:
        raise Refused("只有在册的预备党员可以转正")
    if on <= membership.since:
        raise Refused(f"转正日期要晚于 {membership.since}", "on")
    new = succeed(membership, on=on, ended_for="converted", standing="full", may_vote=True, converted_on=on)
    write(membership.person.address, "convert", by=by, at=at, fields=["standing"])
    return new
