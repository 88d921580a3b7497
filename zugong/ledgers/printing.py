"""Rows as the content of declared papers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.judgement import with_sums
from zugong.charter.ledger_words import Ledger
from zugong.charter.paper_words import Paper
from zugong.charter.printed import addressed, chosen, columns_of, filled, papers_of
from zugong.door.audience import own_paths
from zugong.library.queries import printable
from zugong.papers import official
from zugong.papers.strokes import in_stroke_order
from zugong.papers.text import said, said_day

from .access import guarded_fields, is_own
from .models import Row
from .told import told_all

# How a column is compared -> its share of a roster's width; a day needs three to stay in one line. More shares than stand upright want the page turned.
SHARES = {"text": 4, "organization": 4, "row": 4, "count": 2, "yes_no": 2}
OTHER_SHARE, UPRIGHT = 3, 18


def is_for_those_above(here: Book, word: Paper) -> bool:
    """Whether others than the own organization may print it."""
    return word.seen_by is None or here.reaches_beyond(word.seen_by)


def of_lists(request: HttpRequest, here: Book, ledger: str) -> list[tuple[str, Paper]]:
    """(key, paper) that this reader may print of a ledger's list."""
    return [(key, word) for key, word in papers_of(here, ledger, request.today) if word.layout == "roster" and (is_for_those_above(here, word) or own_paths(request))]


def of_rows(request: HttpRequest, here: Book, row: Row) -> list[tuple[str, Paper]]:
    """(key, paper) that this reader may print of a row."""
    return printable([(key, word) for key, word in papers_of(here, row.ledger, request.today) if word.layout != "roster" and (is_for_those_above(here, word) or is_own(request, row))])


def _built_in(row: Row) -> dict[str, str]:
    return {"unit": row.organization.name, "organization": row.organization.name, "row": row.called, "since": str(row.since), "until": str(row.until or "")}


def roster(here: Book, word: Ledger, paper: Paper, rows: Sequence[Row], own: Sequence[str], unit: str, as_of: dt.date) -> official.Roster:
    """The rows in the paper's order, in its columns, as this reader may see them."""
    order, columns, keys = notations.order(paper.order) if paper.order else None, columns_of(here, paper), chosen(here, paper)
    by_strokes = bool(order and order.by_strokes)
    if order and order.column in guarded_fields(here, word):
        order = None  # an order would tell what the column hides
    if order and not by_strokes:
        rows = sorted(rows, key=lambda row: _place(word, row, order.column))
    lines = tuple(_built_in(row) | {key: text or "" for key, text in each.items()} for row, each in zip(rows, told_all(here, word, rows, own), strict=True))
    heads = tuple(official.Column(key, columns[key][1], SHARES.get(here.family(columns[key][0]), OTHER_SHARE)) for key in keys)
    is_of_people = by_strokes and [key for key in keys if here.family(columns[key][0]) == "person"] == [order.column]
    return official.Roster(paper.title, unit, as_of, heads, lines, name_key=order.column if by_strokes else "", is_wide=sum(head.share for head in heads) > UPRIGHT, counted="人" if is_of_people else "条")


def _place(word: Ledger, row: Row, column: str) -> tuple[bool, Any]:
    """What is not filled stands last."""
    value = (with_sums(word, row.fields) | {"since": row.since, "until": row.until, "row": row.name}).get(column, row.organization.path if column in ("organization", "unit") else None)
    return (True, 0) if value in (None, "") else (False, str(value) if isinstance(value, dt.date) else value)


def values_of_roster(content: official.Roster) -> dict[str, str | list[dict[str, str]]]:
    """The same for a template; rows in the same order."""
    rows = in_stroke_order(content.rows, lambda row: str(row.get(content.name_key, ""))) if content.name_key else content.rows
    lines = [{head.key: str(row.get(head.key, "")) for head in content.columns} | {"unit": row["unit"], "number": str(number)} for number, row in enumerate(rows, 1)]
    return {"title": content.title, "unit": content.unit, "printed_on": said(content.as_of), "count": str(len(rows)), "rows": lines}


def values_of_row(here: Book, word: Ledger, paper: Paper, row: Row, own: Sequence[str], today: dt.date) -> dict[str, str]:
    """column -> words of a row as this reader may see them, days in Chinese."""
    words = told_all(here, word, [row], own)[0]
    found = {"title": paper.title, "printed_on": said(today)} | _built_in(row) | {key: text or "" for key, text in words.items()}
    return {key: said_day(text) for key, text in found.items()}


def form(here: Book, paper: Paper, row: Row, values: dict[str, str], today: dt.date) -> official.LedgerSheet:
    """The paper's columns as boxes."""
    columns = columns_of(here, paper)
    boxes = tuple((columns[key][1], values.get(key, "")) for key in chosen(here, paper))
    return official.LedgerSheet(paper.title, row.organization.name, today, (("", boxes),), number=str(row.pk))


def notice(paper: Paper, row: Row, values: dict[str, str], today: dt.date) -> official.Notice:
    """The paper's sentences, from the row's organization."""
    to, body = addressed([filled(text, values) for text in paper.text])
    return official.Notice(paper.title, to, body, row.organization.name, today)
