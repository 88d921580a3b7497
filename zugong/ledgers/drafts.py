"""Rows about to be written, and what is wrong with them; the same for one row, for a bulk edit and for an import."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zugong.charter.book import Book
from zugong.charter.judgement import is_broken, with_sums

from .access import guarded_fields
from .models import STANDING, Row
from .typed import Shape

CHUNK = 900


@dataclass
class Draft:
    """A row as it is to be: `row` is the standing one, or None for a new one. `told`: the words for references and codes, for the row's name."""

    organization: int
    values: dict[str, Any]
    since: dt.date
    until: dt.date | None = None
    row: Row | None = None
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Objection:
    """Something that is not right with a draft: `code` is the check's key, or twice, overlap, reversed; `blocks`: it cannot be saved so."""

    place: int
    code: str
    message: str
    blocks: bool
    field: str = ""


def objections(book: Book, shape: Shape, drafts: Sequence[Draft], today: dt.date) -> list[Objection]:
    """What is wrong with each draft by itself, among one another and against what stands; a statement for each 900 keys. Checks that count other rows are asked after writing."""
    found = [
        Objection(place, "reversed", f"止日（{draft.until}）要晚于起日（{draft.since}）", True, "until")
        for place, draft in enumerate(drafts)
        if draft.until and draft.until <= draft.since
    ]
    found += _own(book, shape, drafts, today)
    if shape.word.unique:
        found += _twice(book, shape, drafts)
    if shape.word.one_at_a_time:
        found += _overlaps(book, shape, drafts)
    return found


def _own(book: Book, shape: Shape, drafts: Sequence[Draft], today: dt.date) -> list[Objection]:
    checks = [(key, check) for key, check in book.checks_of(shape.key, today) if not check.expects]
    found = []
    for place, draft in enumerate(drafts) if checks else ():
        whole = with_sums(shape.word, draft.values) | {"since": draft.since, "until": draft.until}
        found += [
            Objection(place, key, check.title, check.otherwise == "block", next(iter(check.must or ()), ""))
            for key, check in checks
            if is_broken(book, check, whole, today)
        ]
    return found


def _titles(book: Book, shape: Shape, columns: list[str]) -> str:
    known = book.columns(shape.key)
    return "、".join(known[column][1] for column in columns)


def _called(book: Book, shape: Shape, row: Row) -> str:
    """A standing row of the same organization in a message: a narrow ledger is entered by its own organization, a guarded name may be read from above."""
    return "一行" if row.sealed_at or shape.word.name_field in guarded_fields(book, shape.word) else f"“{row.name}”"


def _twice(book: Book, shape: Shape, drafts: Sequence[Draft]) -> list[Objection]:
    keys = [shape.key_of(shape.word.unique, draft.organization, draft.since, draft.values) for draft in drafts]
    mine, seen, found = {draft.row.pk for draft in drafts if draft.row}, {}, []
    standing = {row.unique_key: row for row in _standing(shape.key, "unique_key", keys) if row.pk not in mine}
    what = _titles(book, shape, shape.word.unique)
    for place, key in enumerate(keys):
        if key is None:
            continue
        if key in standing:
            other = standing[key]
            which = f"已有的{_called(book, shape, other)}" if other.organization_id == drafts[place].organization else "别的组织已有的一行"
            found.append(Objection(place, "twice", f"{what}和{which}相同，不能重复", True, _first_field(shape.word.unique)))
        elif key in seen:
            found.append(
                Objection(place, "twice", f"{what}和这一批里第 {seen[key] + 1} 行相同，不能重复", True, _first_field(shape.word.unique))
            )
        seen.setdefault(key, place)
    return found


def _overlaps(book: Book, shape: Shape, drafts: Sequence[Draft]) -> list[Objection]:
    keys = [shape.key_of(shape.word.one_at_a_time, draft.organization, draft.since, draft.values) for draft in drafts]
    mine, spans, found = {draft.row.pk for draft in drafts if draft.row}, {}, []
    for row in _standing(shape.key, "alone_key", keys):
        if row.pk not in mine:
            spans.setdefault(row.alone_key, []).append((row.since, row.until or dt.date.max, _called(book, shape, row), row.organization_id))
    what = _titles(book, shape, shape.word.one_at_a_time)
    for place, (key, draft) in enumerate(zip(keys, drafts, strict=True)):
        if key is None:
            continue
        end = draft.until or dt.date.max
        if other := next((each for each in spans.get(key, ()) if each[0] < end and draft.since < each[1]), None):
            which = other[2] if other[3] == draft.organization else "别的组织的一行"
            found.append(Objection(place, "overlap", f"同一个{what}在这段时间里已有{which}，请先结束它，或改起止日期", True, "since"))
        spans.setdefault(key, []).append((draft.since, end, f"这一批里的第 {place + 1} 行", draft.organization))
    return found


def _standing(ledger: str, column: str, keys: Iterable[str | None]) -> Iterable[Row]:
    wanted = sorted({key for key in keys if key is not None})
    for start in range(0, len(wanted), CHUNK):
        yield from (
            Row.objects.filter(STANDING, ledger=ledger, **{f"{column}__in": wanted[start : start + CHUNK]})
            .only("id", "name", "organization_id", "since", "until", column)
            .order_by("id")
        )


def _first_field(columns: list[str]) -> str:
    return next((column for column in columns if column not in ("organization", "since")), "")
