import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.journal.actions.write_all import write_all
from zugong.ledgers.access import shows_names
from zugong.ledgers.counting import broken, touched
from zugong.ledgers.drafts import Draft, Objection, objections
from zugong.ledgers.models import Breach, FormerRow, Row
from zugong.ledgers.typed import ATTRIBUTES, Shape

PAGE = 500
_WRITTEN = ["organization", "name", "fields", *ATTRIBUTES.values(), "since", "until", "unique_key", "alone_key", "version"]


class Unexplained(Refused):
    """A check warns: the rows may be saved once the reason is given. `warnings`: what it says."""

    def __init__(self, warnings: list[str]):
        super().__init__("有不合核对要求的地方。确实要这样保存，请写明理由：" + "；".join(dict.fromkeys(warnings)), "explained")
        self.warnings = warnings


def save(
    book: Book,
    shape: Shape,
    drafts: Sequence[Draft],
    *,
    verb: str,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
    reason: str = "",
    explained: str = "",
) -> list[Row]:
    """Write drafts of one ledger, all or none, with their history and a journal line each; answers the rows in their order.

    Refused for what blocks, naming the first; Unexplained for what only warns while `explained` is empty.
    """
    with transaction.atomic():
        found = objections(book, shape, drafts, today)
        _refuse(found, len(drafts))
        checks = touched(book, shape, today)
        before = broken(book, shape, checks, drafts, today) if checks else {}
        _remember(drafts, reason, by=by, at=at)
        rows = _write(shape, drafts, by=by, at=at)
        after = broken(book, shape, checks, [_written(draft, row) for draft, row in zip(drafts, rows, strict=True)], today) if checks else {}
        fresh = {pair: line for pair, line in after.items() if pair not in before}
        _refuse_counted(book, fresh, today)
        noted = _noted(book, drafts, found)
        warnings = [each.message for each in found if not each.blocks and (each.place, each.code) not in noted] + [book.title_of(key) for key, _ in fresh]
        if warnings and not explained.strip():
            raise Unexplained(warnings)
        _note(rows, found, after, noted, explained)
        changed = [
            sorted(key for key in {*draft.values, *former} if draft.values.get(key) != former.get(key))
            for draft, former in zip(drafts, _former(drafts), strict=True)
        ]
        write_all([row.address for row in rows], verb, by=by, at=at, fields=changed, reason=reason)
        return rows


def _refuse(found: list[Objection], number: int) -> None:
    """Stop at what blocks; of several rows the first is named."""
    if blocking := [each for each in found if each.blocks]:
        first = blocking[0]
        more = f"（这样的共 {len({each.place for each in blocking})} 行）" if number > 1 else ""
        raise Refused(
            f"第 {first.place + 1} 行：{first.message}{more}" if number > 1 else "；".join(each.message for each in blocking),
            first.field if number == 1 else None,
        )


def _refuse_counted(book: Book, fresh: dict, today: dt.date) -> None:
    stopping = [(key, line) for (key, _), line in fresh.items() if book.checks[key].on(today).otherwise == "block"]
    if stopping:
        key, line = stopping[0]
        raise Refused(
            f"保存后会不合“{book.title_of(key)}”：{line['place']}的{_called(book, key, line['name'])}会有 {line['counted']} 条。请先改那一处，或改这里"
        )


def _called(book: Book, check: str, name: str) -> str:
    word = book.ledgers[book.checks[check].latest.each].latest
    return f"“{name}”" if shows_names(book, word) else f"一{'个' if word.noun else '行'}{word.noun}"


def _former(drafts: Sequence[Draft]) -> list[dict]:
    return [draft.row.fields if draft.row else {} for draft in drafts]


def _remember(drafts: Sequence[Draft], reason: str, *, by: int | None, at: dt.datetime) -> None:
    FormerRow.objects.bulk_create(
        [
            FormerRow(row=draft.row, version=draft.row.version, replaced_at=at, replaced_by=by, reason=reason, values=snapshot(draft.row))
            for draft in drafts
            if draft.row
        ],
        batch_size=PAGE,
    )


def snapshot(row: Row) -> dict:
    """All values of a row as plain data."""
    return {
        "organization": row.organization_id,
        "since": str(row.since),
        "until": str(row.until) if row.until else None,
        "fields": row.fields,
        "removed": row.removed_at is not None,
    }


def _write(shape: Shape, drafts: Sequence[Draft], *, by: int | None, at: dt.datetime) -> list[Row]:
    rows = []
    for draft in drafts:
        values = {
            "organization_id": draft.organization, "name": shape.name(draft.values, draft.told), "fields": draft.values, "since": draft.since, "until": draft.until,
            **shape.columns(draft.values), **shape.keys(draft.organization, draft.since, draft.values),
        }  # fmt: skip
        row = Row(**values, ledger=shape.key, entered_at=at, entered_by=by) if draft.row is None else _copy(draft.row, values)
        rows.append(row)
    try:
        with transaction.atomic():
            Row.objects.bulk_create([row for row in rows if row.pk is None], batch_size=PAGE)
            Row.objects.bulk_update([row for row in rows if row.version > 1], _WRITTEN, batch_size=PAGE)
    except IntegrityError:
        raise Refused("刚才有人登记了同样的一行，请刷新后再看") from None
    return rows


def _copy(row: Row, values: dict) -> Row:
    """The standing row with new values, apart from the one the draft holds: what it was is still compared."""
    copy = Row.from_db(
        "default", [each.attname for each in Row._meta.concrete_fields], [getattr(row, each.attname) for each in Row._meta.concrete_fields]
    )
    for name, value in values.items():
        setattr(copy, name, value)
    copy.version = row.version + 1
    return copy


def _written(draft: Draft, row: Row) -> Draft:
    return Draft(draft.organization, draft.values, draft.since, draft.until, draft.row or row, draft.told)


def _noted(book: Book, drafts: Sequence[Draft], found: list[Objection]) -> dict[tuple[int, str], str]:
    """(place, check) -> why it was saved so before, where nothing changes that the check looks at: that is not asked again."""
    places = {draft.row.pk: place for place, draft in enumerate(drafts) if draft.row}
    known, ids = {}, list(places)
    for start in range(0, len(ids), PAGE):
        known |= {(places[row], key): why for row, key, why in Breach.objects.filter(row__in=ids[start : start + PAGE]).values_list("row", "check_key", "explained")}
    looked_at = {each.code: str(book.checks[each.code].latest) for each in found if each.code in book.checks}
    for place, key in list(known):
        draft = drafts[place]
        changed = {name for name in {*draft.values, *draft.row.fields} if draft.values.get(name) != draft.row.fields.get(name)}
        changed |= {name for name in ("since", "until") if getattr(draft, name) != getattr(draft.row, name)}
        changed |= {total for total, each in book.ledgers[draft.row.ledger].latest.sums.items() if changed.intersection(each.adds)}
        if any(name in looked_at.get(key, "") for name in changed):
            del known[place, key]
    return known


def _note(rows: list[Row], found: list[Objection], counted: dict, noted: dict[tuple[int, str], str], explained: str) -> None:
    """The breaches of the rows as they are now, each with why: as said this time, or as it was said before."""
    places = {row.pk: place for place, row in enumerate(rows)}
    ids = list(places)
    for start in range(0, len(ids), PAGE):
        Breach.objects.filter(row__in=ids[start : start + PAGE]).delete()
    lines = {(each.place, each.code) for each in found} | {(places[row], key) for key, row in counted if row in places}
    Breach.objects.bulk_create(
        [Breach(row_id=rows[place].pk, check_key=key, explained=(noted.get((place, key)) or explained)[:200]) for place, key in sorted(lines)], batch_size=PAGE
    )
