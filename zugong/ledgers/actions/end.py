import datetime as dt
from collections.abc import Sequence

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.ledgers.drafts import Draft
from zugong.ledgers.models import Row

from .change import hold
from .keep import shape_on
from .save import save


def end(
    book: Book, ledger: str, rows: Sequence[int], *, on: dt.date, reason: str, today: dt.date, by: int | None, at: dt.datetime
) -> list[Row]:
    """End rows of a ledger, all or none: `on` is the first day on which they no longer hold. What only warns does not stand in the way of ending."""
    if not reason.strip():
        raise Refused("请写明结束的原因", "reason")
    shape, held = shape_on(book, ledger, today), hold(rows)
    for place, row in enumerate(held, 1):
        which = "这一行" if len(held) == 1 else f"选中的第 {place} 行（{row.organization.name}）"
        if row.until is not None and row.until <= today:
            raise Refused(f"{which}已经结束了")
        if on <= row.since:
            raise Refused(f"{which}从 {row.since} 起，结束日期要晚于这一天", "on")
    drafts = [Draft(row.organization_id, row.fields, row.since, on, row, {shape.word.name_field: row.name}) for row in held]
    return save(book, shape, drafts, verb="end", today=today, by=by, at=at, reason=reason, explained=reason)
