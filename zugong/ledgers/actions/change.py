import datetime as dt
from collections.abc import Sequence

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.ledgers.drafts import Draft
from zugong.ledgers.models import Row

from .keep import shape_on
from .save import save


class Overtaken(Exception):
    """Somebody changed the row in the meantime; `row` is how it stands now."""

    def __init__(self, row: Row):
        super().__init__("别人刚刚改过这一行")
        self.row = row


def change(
    book: Book,
    row: Row,
    values: dict,
    *,
    since: dt.date,
    until: dt.date | None,
    version: int,
    reason: str,
    told: dict[str, str] | None = None,
    explained: str = "",
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> Row:
    """Change what a row says, its span too; what it said is kept. Overtaken when `version` is not the row's any more; Refused, or Unexplained."""
    if not reason.strip():
        raise Refused("请写明更改的原因", "reason")
    current = hold([row.pk])[0]
    if current.version != version:
        raise Overtaken(current)
    shape = shape_on(book, current.ledger, today)
    return save(
        book,
        shape,
        [Draft(current.organization_id, values, since, until, current, told or {})],
        verb="change",
        today=today,
        by=by,
        at=at,
        reason=reason,
        explained=explained,
    )[0]


def change_all(
    book: Book,
    ledger: str,
    rows: Sequence[int],
    field: str,
    value,
    *,
    reason: str,
    told: str = "",
    explained: str = "",
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> list[Row]:
    """One field of several rows of a ledger, all or none."""
    if not reason.strip():
        raise Refused("请写明更改的原因", "reason")
    shape = shape_on(book, ledger, today)
    drafts = []
    for current in hold(rows):
        values = {key: each for key, each in (current.fields | {field: value}).items() if each not in (None, "")}
        names = {shape.word.name_field: told if field == shape.word.name_field else current.name}
        drafts.append(Draft(current.organization_id, values, current.since, current.until, current, names))
    return save(book, shape, drafts, verb="change", today=today, by=by, at=at, reason=reason, explained=explained)


def hold(rows: Sequence[int]) -> list[Row]:
    """The rows, locked; Refused when one of them is removed, sealed or gone."""
    held = list(
        Row.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk__in=rows, removed_at__isnull=True, sealed_at__isnull=True)
        .order_by("pk")
    )
    if len(held) != len(set(rows)):
        raise Refused("有的行已经移除、封存或到期删除，请刷新后再看")
    return held
