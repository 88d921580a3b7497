"""Rows to test with."""

import datetime as dt

from tests.world import NOW, TODAY
from zugong.charter.book import Book
from zugong.ledgers.actions.keep import keep
from zugong.ledgers.models import Row
from zugong.registry.models import Organization


def site(book: Book, at: Organization, name: str = "活动室", number: str = "1", *, since: dt.date = dt.date(2026, 1, 1), until: dt.date | None = None, explained: str = "", **more) -> Row:
    """A site of a branch, open, 60 square metres."""
    return keep(book, "test_site", at, {"name": name, "number": number, "state": "open", "area": 60} | more, since=since, until=until, explained=explained, today=TODAY, by=None, at=NOW)


def entered(book: Book, ledger: str, at: Organization, since: dt.date = dt.date(2026, 1, 1), until: dt.date | None = None, told: dict | None = None, **values) -> Row:
    """A row of any ledger of the tests."""
    return keep(book, ledger, at, values, since=since, until=until, told=told, today=TODAY, by=None, at=NOW)
