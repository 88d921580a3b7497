"""A small database in memory with the same tables, where examples run through the same statements as the real thing."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from zugong.calendar.models import PublishedYear, SpecialDay
from zugong.charter.book import Book
from zugong.charter.faults import Fault, fault
from zugong.charter.mechanism import Example
from zugong.door.scope import Scope
from zugong.duties.actions.fill_windows import fill_windows
from zugong.duties.models import Exemption, Window
from zugong.facts import kept
from zugong.facts.findings import Asked, findings, missing
from zugong.facts.indicators import Span, values
from zugong.ledgers.models import Breach, Row
from zugong.ledgers.queries import own_breaches
from zugong.records.models import Attendance, Record, Session
from zugong.registry.models import Committee, Membership, Organization, Person, Placement, Post

from .example_facts import Named, lay_out

_TABLES = (
    Organization,
    Placement,
    Person,
    Membership,
    Committee,
    Post,
    Session,
    Record,
    Attendance,
    Row,
    Breach,
    Window,
    Exemption,
    SpecialDay,
    PublishedYear,
)


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
    if asked := _asked_for(book, example):
        fill_windows(book, example.as_of, "example", alias, asked, _needed(example))
    faults = []
    for row in example.expect if isinstance(example.expect, list) else [example.expect]:
        answer = _finding if "duty" in row else _checked if "check" in row else _value
        found = answer(book, example, row, named, alias)
        for name, wanted in row.items():
            if name in ("duty", "check", "indicator", "of", "period") or found.get(name) == wanted:
                continue
            of = "、".join(row["of"]) if isinstance(row.get("of"), list) else row.get("of")
            what = book.title_of(row.get("duty") or row.get("check") or row.get("indicator")) + (f"（{of}）" if of else "") + f" {name} "
            faults.append(
                fault(
                    f"{key}.toml",
                    f"example {example.name}",
                    "example_failed",
                    name=example.name,
                    what=what,
                    wanted=str(wanted),
                    found=str(found.get(name)),
                )
            )
    return faults


def _needed(example: Example) -> Callable[[str, dt.date, dt.date], bool]:
    """The periods that an example's answers may rest on: those it names, and for an indicator those of its year."""
    named = {row["period"] for row in example.expect if "duty" in row}
    year = dt.date(example.as_of.year, 1, 1) if any("indicator" in row for row in example.expect) else dt.date.max
    return lambda period, starts_on, ends_on: period in named or (ends_on >= year and starts_on <= example.as_of)


def _asked_for(book: Book, example: Example) -> set[str]:
    """The duties that an example's answers rest on."""
    found = {row["duty"] for row in example.expect if "duty" in row}
    for row in example.expect:
        for edition in book.indicators[row["indicator"]].editions if "indicator" in row else ():
            found |= {fact for tally in (edition.word.value, edition.word.part, edition.word.whole) if tally for fact in tally.facts if fact in book.duties}
    return found


def _finding(book: Book, example: Example, row: dict, named: Named, alias: str) -> dict:
    """The answer for an organization, a person or a pair of people; the last two within everything that was laid out."""
    of = row["of"] if isinstance(row["of"], list) else [row["of"]]
    place = named.organizations.get(of[0])
    scope = Scope.exactly([place.path]) if place else Scope(everything=True)
    asked = Asked(
        (row["duty"],), scope.sql, dt.date(1900, 1, 1), dt.date(9999, 1, 1), example.as_of, "example", row["period"], by_person=True
    )
    people = {
        0,
        *(named.people[name].pk for name in of if name in named.people),
        *(named.rows[name].pk for name in of if name in named.rows),
    }
    rows = [each for each in findings(book, asked, alias) if {0, each["person"], each["other"]} == people]
    if not rows:
        return {"finding": "not_applicable", "number": 0, "missing": 0}
    return {"finding": rows[0]["finding"], "number": rows[0]["counted"], "missing": missing(book, rows[0])}


def _checked(book: Book, example: Example, row: dict, named: Named, alias: str) -> dict:
    """Whether a row of a ledger holds to a check, by its own columns or by counting others."""
    word, one = book.checks[row["check"]].on(example.as_of), named.rows[row["of"]]
    if word is None or word.each != one.ledger or not one.is_in_force(example.as_of):
        return {"finding": "held"}
    if word.expects:
        broken = kept.broken(book, [(row["check"], word)], Scope(everything=True).sql, example.as_of, rows_only=(one.pk,), using=alias)
    else:
        broken = [key for key in own_breaches(book, one.ledger, one.fields, one.since, one.until, example.as_of) if key == row["check"]]
    return {"finding": "broken" if broken else "held"}


def _value(book: Book, example: Example, row: dict, named: Named, alias: str) -> dict:
    scope = Scope.below(named.organizations[row["of"]].path) if row.get("of") else Scope(everything=True)
    span = Span(scope.sql, dt.date(example.as_of.year, 1, 1), example.as_of, "example")
    part, whole = values(book, [row["indicator"]], span, alias).get(row["indicator"], (None, None))
    return {"value": part, "part": part, "whole": whole}
