"""The demo's ledgers: invented rows from kept/*.toml, entered through the product's own act, so that what breaks a rule is refused here too."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zugong.charter.book import Book
from zugong.charter.judgement import later
from zugong.ledgers.actions.save import save
from zugong.ledgers.drafts import Draft
from zugong.ledgers.typed import Shape
from zugong.registry.models import Membership, Organization, Post

FOLDER = Path(__file__).parent / "kept"
BEGAN = dt.date(2024, 1, 1)
_AHEAD = re.compile(r"([+-])(\d+)([dmy])")
_UNITS = {"d": "day", "m": "month", "y": "year"}


class Misplaced(ValueError):
    """A row of the demo names something that is not there."""


class _Demo:
    """Looks up what the rows name: organizations by kind and place, people by their number there, rows by name."""

    def __init__(self, book: Book, today: dt.date):
        self.book, self.today = book, today
        self.by_kind: dict[str, list[Organization]] = {}
        for each in Organization.objects.filter(until__isnull=True).order_by("path"):
            self.by_kind.setdefault(each.kind, []).append(each)
        self.people: dict[int, list[tuple[int, str]]] = {}
        for table in (Post, Membership):
            for place, person, name in table.objects.filter(until__isnull=True).order_by("id").values_list("organization_id", "person_id", "person__name"):
                here = self.people.setdefault(place, [])
                if (person, name) not in here:
                    here.append((person, name))
        self.anyone = [pair for pairs in self.people.values() for pair in pairs]
        self.rows: dict[tuple[str, str], int] = {}

    def place(self, at: Any) -> Organization:
        every = [each for found in self.by_kind.values() for each in found]
        if isinstance(at, dict) and "kind" in at:
            found = self.by_kind.get(at["kind"], [])[at.get("place", 1) - 1 : at.get("place", 1)]
        else:
            found = [each for each in every if (each.code == at["code"] if isinstance(at, dict) else each.name == at)]
        if not found:
            raise Misplaced(f"没有组织 {at}")
        return found[0]

    def person(self, at: Organization, number: int) -> tuple[int, str]:
        here = self.people.get(at.pk) or self.anyone
        return here[(number - 1) % len(here)]

    def day(self, value: Any) -> Any:
        found = _AHEAD.fullmatch(value) if isinstance(value, str) else None
        return later(self.today, int(found[1] + found[2]), _UNITS[found[3]]) if found else value

    def value(self, kind: str, value: Any, at: Organization) -> tuple[Any, str]:
        """(plain value, its words where it is a reference)."""
        family = self.book.family(kind)
        if family == "person":
            return self.person(at, value)
        if family == "organization":
            found = self.place(value)
            return found.pk, found.name
        if family == "row":
            if (kind, value) not in self.rows:
                raise Misplaced(f"{kind} 里没有名为“{value}”的行")
            return self.rows[kind, value], value
        if kind == "money":
            return round(value * 100), ""
        value = self.day(value)
        if family == "date" and isinstance(value, dt.date) and kind == "month":
            value = value.replace(day=1)
        return (str(value), "") if isinstance(value, dt.date) else (value, "")


def keep_rows(book: Book, today: dt.date, at: dt.datetime, folder: Path = FOLDER) -> int:
    """Enter all rows, ledger by ledger in the order in which the files first name them; answers how many. Misplaced or Refused names the row."""
    here, number = _Demo(book, today), 0
    for ledger, rows in _by_ledger(folder):
        shape = Shape(book, ledger, book.ledgers[ledger].latest)
        for some in _after_one_another(shape, rows):
            drafts = [_draft(here, shape, row) for row in some]
            saved = save(book, shape, drafts, verb="keep", today=today, by=None, at=at, explained="演示数据")
            here.rows |= {(ledger, row.name): row.pk for row in saved}
            number += len(saved)
    return number


def _after_one_another(shape: Shape, rows: list[dict]) -> list[list[dict]]:
    """The rows of a ledger, apart where one refers to another of the same."""
    own = [key for key, kind in shape.types.items() if kind == shape.key]
    found: list[list[dict]] = [[]]
    for row in rows:
        if found[-1] and any(key in row["fields"] for key in own):
            found.append([])
        found[-1].append(row)
    return found


def _by_ledger(folder: Path) -> Iterator[tuple[str, list[dict]]]:
    found: dict[str, list[dict]] = {}
    for path in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("row", []):
            found.setdefault(row["ledger"], []).append(row)
    yield from found.items()


def _draft(here: _Demo, shape: Shape, row: dict) -> Draft:
    try:
        at = here.place(row["at"])
        values, told = {}, {}
        for key, value in row["fields"].items():
            values[key], words = here.value(shape.types[key], value, at)
            if words:
                told[key] = words
            elif codes := here.book.code_values(shape.types[key]):
                told[key] = codes[value]
    except (KeyError, TypeError, Misplaced) as error:
        raise Misplaced(f"{row['ledger']} {row.get('fields')}: {error}") from error
    return Draft(at.pk, values, here.day(row.get("since", BEGAN)), here.day(row["until"]) if "until" in row else None, None, told)
