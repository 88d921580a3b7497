import datetime as dt

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.ledgers.drafts import Draft
from zugong.ledgers.models import Row
from zugong.ledgers.typed import Shape
from zugong.registry.models import Organization

from .save import save


def keep(
    book: Book, ledger: str, organization: Organization, values: dict, *, since: dt.date, until: dt.date | None = None, told: dict[str, str] | None = None, explained: str = "",
    today: dt.date, by: int | None, at: dt.datetime,
) -> Row:  # fmt: skip
    """Enter a row. `values`: plain data by field (dates as ISO text, references as ids, money in fen). Refused, or Unexplained where a check warns."""
    shape = shape_on(book, ledger, today)
    if organization.kind not in book.kinds_of(ledger):
        raise Refused(f"{organization.name}不是{book.title_of(shape.word.of)}，不登记“{shape.word.title}”", "organization")
    if organization.until is not None and organization.until <= today:
        raise Refused(f"{organization.name}已撤销，不能再登记", "organization")
    return save(
        book,
        shape,
        [Draft(organization.pk, values, since, until, told=told or {})],
        verb="keep",
        today=today,
        by=by,
        at=at,
        explained=explained,
    )[0]


def shape_on(book: Book, ledger: str, today: dt.date) -> Shape:
    """The ledger as it is kept on a day; Refused when it is not kept then."""
    entry = book.ledgers.get(ledger)
    if entry is None or not (word := entry.on(today)):
        raise Refused(f"“{book.title_of(ledger)}”现在不登记，请看机制库")
    return Shape(book, ledger, word)
