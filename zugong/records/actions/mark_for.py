import datetime as dt

from zugong.charter.book import Book
from zugong.door.clock import SHANGHAI
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import CheckIn, CheckInMark, Session
from zugong.records.queries import people_of


def mark_for(book: Book, check_in: CheckIn, person: int, reason: str, *, by: int | None, at: dt.datetime) -> CheckInMark:
    """The recorder says of someone on the roll that they are there, or were: with a reason, until the gathering is filed."""
    if at.astimezone(SHANGHAI).date() < check_in.happens_on:
        raise Refused(f"活动在 {check_in.happens_on}，还没有到那一天，到会以后再代签")
    if Session.objects.filter(key=check_in.key).exists():
        raise Refused("这次活动已经记完，以纪实的名单为准；有出入请到纪实里更正")
    if reason not in CheckInMark.REASONS:
        raise Refused("请选择代签的原因", "reason")
    if person not in people_of(book, check_in):
        raise Refused("应到名单里没有这个人，请核对日期和名单", "person")
    mark, made = CheckInMark.objects.get_or_create(check_in=check_in, person_id=person, defaults={"at": at, "way": "by_recorder", "by": by, "reason": reason})
    if not made:
        raise Refused("已经签到过，不用再签", "person")
    write(check_in.address, "mark_for", by=by, at=at, reason=CheckInMark.REASONS[reason])
    return mark
