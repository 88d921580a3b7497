import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Transfer

from .end_posts_in import end_posts_in


def receive(transfer: Transfer, *, on: dt.date, by: int | None, at: dt.datetime) -> Membership:
    """The target takes the member in: one row ends and the next begins on the same day; offices in the former branch end, and the grants behind them."""
    old, target = transfer.membership, transfer.target
    if on < (first := max(transfer.sent_on, old.since, target.since)):
        raise Refused(f"接收日期不能早于 {first}", "on")
    if target.until and on >= target.until:
        raise Refused(f"“{target.name}”已经撤销，请退回这次转接")
    if not Transfer.objects.filter(pk=transfer.pk, state="sent").update(state="received", closed_on=on):
        raise Refused("这次转接已经办过，请刷新后查看")
    Membership.objects.filter(pk=old.pk).update(until=on, ended_for="transfer")
    new = Membership.objects.create(
        person_id=old.person_id, organization=target, standing=old.standing, may_vote=old.may_vote, joined_on=old.joined_on, converted_on=old.converted_on, since=on, path=target.path
    )
    end_posts_in(old.person, transfer.origin, on=on, by=by, at=at)
    write(old.person.address, "receive", by=by, at=at, fields=["organization"])
    return new
