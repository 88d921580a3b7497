import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership


def mend_membership(membership: Membership, *, joined_on: dt.date | None, converted_on: dt.date | None, reason: str, by: int | None, at: dt.datetime) -> None:
    """Correct the days on which a member was admitted and became a full one. A conversion that was registered here changes the standing from its day on: its day stays."""
    if not reason.strip():
        raise Refused("请写明更正的原因", "reason")
    check_party_dates(membership.standing, joined_on, converted_on)
    here = Membership.objects.filter(person=membership.person_id, ended_for="converted").order_by("-until").values_list("until", flat=True).first()
    if here and converted_on != here:
        raise Refused(f"转正是在系统里登记的（{here}），这一天起有表决权，不能在这里改", "converted_on")
    Membership.objects.filter(pk=membership.pk).update(joined_on=joined_on, converted_on=converted_on)
    write(membership.person.address, "mend_membership", by=by, at=at, fields=["joined_on", "converted_on"], reason=reason)


def check_party_dates(standing: str, joined_on: dt.date | None, converted_on: dt.date | None) -> None:
    """Refused: a probationary member with a day of conversion, or one before the day of admission."""
    if converted_on and standing != "full":
        raise Refused("预备党员还没有转正日期", "converted_on")
    if joined_on and converted_on and converted_on < joined_on:
        raise Refused(f"转正日期早于入党日期 {joined_on}", "converted_on")
