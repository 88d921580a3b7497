import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from zugong.charter.book import Book
from zugong.door.clock import SHANGHAI
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import CheckIn, CheckInPart
from zugong.records.queries import expected_of
from zugong.registry.models import Organization

from .file import Part, check

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read as something else: no 0, O, 1, I, L
AHEAD = 7  # days


def open_check_in(
    book: Book, organization: Organization, parts: list[tuple[Organization, str]], *,
    key: str, on: dt.date, opens_at: dt.datetime, closes_at: dt.datetime, by: int | None, at: dt.datetime,
) -> CheckIn:  # fmt: skip
    """Let the people expected at a gathering of today or the coming days check in. A key used before answers the check-in it opened."""
    if before := CheckIn.objects.filter(key=key).first():
        return before
    today = at.astimezone(SHANGHAI).date()
    if on < today:
        raise Refused(f"{on} 已经过了，不用再签到；补记请直接“记一次活动”", "on")
    if on > today + dt.timedelta(days=AHEAD):
        raise Refused(f"签到最多提前 {AHEAD} 天准备，请到时候再开", "on")
    if closes_at <= opens_at or closes_at <= at:
        raise Refused("结束签到的时间要晚于开始，也要晚于现在", "ends")
    check(book, [Part(*part) for part in parts], on, on)
    when = {"happens_on": on, "opens_at": opens_at, "closes_at": closes_at}
    try:
        with transaction.atomic():
            check_in = CheckIn.objects.create(key=key, organization=organization, code=_free_code(), secret=secrets.token_hex(32), opened_by=by, **when)
    except IntegrityError:  # the same form came twice at one moment
        return CheckIn.objects.get(key=key)
    rows = CheckInPart.objects.bulk_create([CheckInPart(check_in=check_in, organization=place, kind=kind) for place, kind in parts])
    _ask_for_rolls(book, check_in, rows)
    write(check_in.address, "open_check_in", by=by, at=at)
    return check_in


def _free_code() -> str:
    while CheckIn.objects.filter(code=(code := "".join(secrets.choice(LETTERS) for _ in range(6)))).exists():
        pass
    return code


def _ask_for_rolls(book: Book, check_in: CheckIn, parts: list[CheckInPart]) -> None:
    expected = expected_of(book, check_in, parts)
    for part in parts:
        word = book.records[part.kind].on(check_in.happens_on)
        if not word.roll:
            raise Refused(f"“{word.title}”不点名，不用签到", "pick")
        if not expected[part]:
            raise Refused(f"{part.organization.name}在 {check_in.happens_on} 没有应到的{book.title_of(word.roll)}，请先登记人员，或核对日期", "pick")
