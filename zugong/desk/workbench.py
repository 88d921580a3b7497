"""A small database in memory with the same tables, where examples run through the same statements as the real thing."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from zugong.charter.book import Book
from zugong.charter.faults import Fault, fault
from zugong.charter.words import Example
from zugong.door.scope import Scope
from zugong.duties.actions.fill_windows import fill_windows
from zugong.duties.models import Window
from zugong.facts.findings import Asked, findings, missing
from zugong.facts.indicators import Span, values
from zugong.records.models import Attendance, Record, Session
from zugong.registry.models import Committee, Membership, Organization, Person, Placement, Post

from .example_facts import lay_out

_TABLES = (Organization, Placement, Person, Membership, Committee, Post, Session, Record, Attendance, Window)


@contextmanager
def workbench() -> Iterator[str]:
    """The alias of a fresh SQLite database in memory; gone afterwards."""
    alias = f"workbench_{uuid.uuid4().hex[:8]}"
    plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}, "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    connection = DatabaseWrapper(connections.settings["default"] | plain, alias)
    connections[alias] = connection
    try:
        with connection.schema_editor() as editor:
            for table in _TABLES:
                editor.create_model(table)
        yield alias
    finally:
        connection.close()
        del connections[alias]


def run_examples(book: Book, keys: list[str] | None = None, using: str | None = None) -> list[Fault]:
    """Faults of all examples whose expectations the evaluation does not meet. `using`: run on that database instead (rolled back)."""
    if using:
        return _run_all(book, keys, using)
    with workbench() as alias:
        return _run_all(book, keys, alias)


def _run_all(book: Book, keys: list[str] | None, alias: str) -> list[Fault]:
    faults = []
    for key, mechanism in book.mechanisms.items():
        if keys is not None and key not in keys:
            continue
        for example in mechanism.example:
            with transaction.atomic(using=alias):
                faults += _run(book, key, example, alias)
                transaction.set_rollback(True, using=alias)
    return faults


def _run(book: Book, key: str, example: Example, alias: str) -> list[Fault]:
    named = lay_out(book, example, alias)
    fill_windows(_asked(book, example), example.as_of, "example", alias)
    faults = []
    for row in example.expect if isinstance(example.expect, list) else [example.expect]:
        found = _finding(book, example, row, named, alias) if "duty" in row else _value(book, example, row, named, alias)
        for name, wanted in row.items():
            if name in ("duty", "indicator", "of", "period") or found.get(name) == wanted:
                continue
            what = book.title_of(row.get("duty") or row.get("indicator")) + (f"（{row['of']}）" if row.get("of") else "") + f" {name} "
            faults.append(fault(f"{key}.toml", f"example {example.name}", "example_failed", name=example.name, what=what, wanted=str(wanted), found=str(found.get(name))))
    return faults


def _asked(book: Book, example: Example) -> Book:
    """The book with only those duties whose windows the answers need."""
    named = {row.get("duty") or row.get("indicator") for row in example.expect}
    facts = {tally.fact for key, tally in book.tallies() if key in named}
    return replace(book, duties={key: entry for key, entry in book.duties.items() if key in named | facts})


def _finding(book: Book, example: Example, row: dict, named: dict[str, Organization], alias: str) -> dict:
    scope = Scope.exactly([named[row["of"]].path]) if row.get("of") else Scope(everything=True)
    asked = Asked((row["duty"],), scope.sql, dt.date(1900, 1, 1), dt.date(9999, 1, 1), example.as_of, "example", row["period"])
    rows = findings(book, asked, alias)
    if not rows:
        return {"finding": "not_applicable", "number": 0, "missing": 0}
    return {"finding": rows[0]["finding"], "number": rows[0]["counted"], "missing": missing(book, rows[0])}


def _value(book: Book, example: Example, row: dict, named: dict[str, Organization], alias: str) -> dict:
    scope = Scope.below(named[row["of"]].path) if row.get("of") else Scope(everything=True)
    span = Span(scope.sql, dt.date(example.as_of.year, 1, 1), example.as_of, "example")
    part, whole = values(book, [row["indicator"]], span, alias).get(row["indicator"], (None, None))
    return {"value": part, "part": part, "whole": whole}
