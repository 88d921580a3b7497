"""Findings arranged for people: the month grid, what is due, counts along the tree."""

import datetime as dt
from dataclasses import dataclass, field

from zugong.charter.book import Book
from zugong.charter.catalogue import PERIOD_TITLES
from zugong.door.scope import Scope
from zugong.facts.findings import Asked, findings
from zugong.facts.roll_ups import roll_up, soonest, soonest_of_each, totals

from . import kept
from .models import Evaluation

SOON = dt.timedelta(days=7)


def state_of(row: dict, today: dt.date) -> str:
    """The finding as shown: an open one in its last seven days is `soon`."""
    if row["finding"] == "open" and row["closes_on"] - today < SOON and row["closes_on"] >= today:
        return "soon"
    return row["finding"]


@dataclass
class Cell:
    """One period of one duty: `months` wide."""

    period: str
    months: int
    state: str
    counted: int = 0
    required: int = 0
    closes_on: dt.date | None = None
    future: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass
class Row:
    """One duty of one organization over a year."""

    duty: str
    title: str
    organization: int
    name: str
    own: bool
    cells: list[Cell] = field(default_factory=list)
    short: str = ""


def year_of(book: Book, scope: Scope, year: int, as_of: dt.date, duties: tuple[str, ...] = (), using: str = "default") -> list[dict]:
    """All findings in scope of the periods that begin in a year, with their state; one statement."""
    asked = Asked(duties or tuple(book.duties), scope.sql, dt.date(year, 1, 1), dt.date(year + 1, 1, 1), as_of)
    return [row | {"state": state_of(row, as_of)} for row in findings(book, asked, using)]



def _own(book: Book, kind: str, path: str) -> tuple[tuple[str, ...], Scope]:
    """What an organization of a kind can owe and where: a branch with its Party groups. A duty that it cannot owe costs time to plan all the same."""
    if kind == "branch":
        return book.duties_of({"branch", "party_group"}), Scope.below(path)
    return book.duties_of({kind}), Scope.exactly([path])


def grid(book: Book, organization: int, kind: str, path: str, year: int, as_of: dt.date) -> list[Row]:
    """Twelve months x duties of one organization and, for a branch, its Party groups."""
    rows: dict[tuple, Row] = {}
    order = {duty: number for number, duty in enumerate(book.duties)}
    duties, scope = _own(book, kind, path)
    for found in year_of(book, scope, year, as_of, duties) if duties else []:
        own = found["organization"] == organization
        key = (not own, found["path"], order[found["duty"]])
        row = rows.setdefault(key, Row(found["duty"], book.title_of(found["duty"]), found["organization"], found["name"], own))
        row.cells.append(Cell(found["period"], 0, found["state"], found["counted"], found["required"], found["closes_on"], starts_on=found["starts_on"], ends_on=found["ends_on"]))
    here = next((row.name for row in rows.values() if row.own), "")
    for row in rows.values():
        row.short = short_title(book, row.duty) + ("" if row.own else "·" + row.name.removeprefix(here))
    shown = [rows[key] for key in sorted(rows)]
    return [_filled(row, year) for row in shown if any(cell.state != "not_applicable" for cell in row.cells)]


def _filled(row: Row, year: int) -> Row:
    """Give each cell the months of the year that its period covers, and add empty cells before and after: every row is twelve months wide.

    Two periods of an own clock that meet within a month share it by the later one.
    """
    cells, month = [], 1
    found = sorted(row.cells, key=lambda each: each.starts_on)
    for number, cell in enumerate(found):
        start = max(month, cell.starts_on.month if cell.starts_on.year == year else 1)
        last = cell.ends_on.month if cell.ends_on.year == year else 12
        if number + 1 < len(found) and found[number + 1].starts_on.month <= last:
            last = max(start, found[number + 1].starts_on.month - 1)
        if start > month:
            cells.append(Cell("", start - month, "none", future=True))
        if start > 12:
            break
        cell.months = max(1, last - start + 1)
        cells.append(cell)
        month = start + cell.months
    if month <= 12:
        cells.append(Cell("", 13 - month, "none", future=True))
    row.cells = cells
    return row


def of_person(book: Book, person: int, paths: list[str], year: int, as_of: dt.date) -> list[dict]:
    """What one person owes in a year, alone or in a pair, in the organizations where the person belongs or holds office; one statement."""
    keys = tuple(key for key in book.duties if book.is_about_people(key))
    asked = Asked(keys, Scope.exactly(paths).sql, dt.date(year, 1, 1), dt.date(year + 1, 1, 1), as_of, by_person=True)
    rows = [row for row in findings(book, asked) if person in (row["person"], row["other"]) and row["finding"] != "not_applicable"] if keys and paths else []
    return [row | {"state": state_of(row, as_of), "title": book.title_of(row["duty"]), "key": f"{row['person']}-{row['other']}" if row["other"] else str(row["person"])} for row in rows]


def due_now(book: Book, kind: str, path: str, as_of: dt.date) -> list[dict]:
    """Findings of periods that run or whose grace runs, and of this year's missed ones, of one organization and, for a branch, its Party groups."""
    duties, scope = _own(book, kind, path)
    first = dt.date(as_of.year - (as_of.month <= 2), 1, 1)
    asked = Asked(duties, scope.sql, first, dt.date(as_of.year + 1, 1, 1), as_of)
    rows = [row | {"state": state_of(row, as_of)} for row in findings(book, asked)]
    return [row for row in rows if row["finding"] in ("open", "missed") or (row["starts_on"] <= as_of <= row["ends_on"])]


@dataclass
class Place:
    """Counts of findings of one organization and all below it."""

    path: str
    numbers: dict[str, int]

    @property
    def judged(self) -> int:
        return sum(self.numbers.get(name, 0) for name in ("met", "late", "missed"))

    @property
    def kept(self) -> int:
        return self.numbers.get("met", 0) + self.numbers.get("late", 0)


def by_place(book: Book, scope: Scope, length: int, year: int, as_of: dt.date, duties: tuple[str, ...] = (), evaluation: Evaluation | None = None) -> dict[str, Place]:
    """path -> counts of a year's findings for each ancestor with a path of `length` digits; from an evaluation when one is given."""
    asked = Asked(duties or tuple(book.duties), scope.sql, dt.date(year, 1, 1), dt.date(year + 1, 1, 1), as_of, wide=scope.everything)
    places: dict[str, Place] = {}
    rows = kept.by_place(evaluation, scope, length, duties) if evaluation else None
    for row in roll_up(book, asked, length) if rows is None else rows:
        place = places.setdefault(row["place"], Place(row["place"], {}))
        place.numbers[row["finding"]] = place.numbers.get(row["finding"], 0) + row["number"]
    return places


def overdue(book: Book, scope: Scope, as_of: dt.date, limit: int = 10, offset: int = 0, evaluation: Evaluation | None = None) -> list[dict]:
    """Missed findings of the year, the oldest first."""
    if evaluation:
        return kept.pressing(evaluation, scope, "missed", limit, offset)
    return soonest(book, _this_year(book, scope, as_of), "missed", limit, offset)


def pressing(book: Book, scope: Scope, as_of: dt.date, *, missed: int = 10, still_open: int = 10, evaluation: Evaluation | None = None) -> tuple[list[dict], list[dict]]:
    """What overdue() and next_red() answer, judged once for both."""
    if evaluation:
        return overdue(book, scope, as_of, missed, evaluation=evaluation), next_red(book, scope, as_of, still_open, evaluation)
    found = soonest_of_each(book, _this_year(book, scope, as_of), {"missed": missed, "open": still_open})
    return found["missed"], _with_days_left(found["open"], as_of)


def next_red(book: Book, scope: Scope, as_of: dt.date, limit: int = 10, evaluation: Evaluation | None = None) -> list[dict]:
    """Open findings in the order in which they close."""
    rows = kept.pressing(evaluation, scope, "open", limit) if evaluation else soonest(book, _this_year(book, scope, as_of), "open", limit)
    return _with_days_left(rows, as_of)


def _with_days_left(rows: list[dict], as_of: dt.date) -> list[dict]:
    return [row | {"state": state_of(row, as_of), "left": (row["closes_on"] - as_of).days} for row in rows]


def sums(book: Book, scope: Scope, as_of: dt.date) -> dict[str, int]:
    """finding -> number of this year."""
    return totals(book, _this_year(book, scope, as_of))


def _this_year(book: Book, scope: Scope, as_of: dt.date) -> Asked:
    return Asked(tuple(book.duties), scope.sql, dt.date(as_of.year, 1, 1), dt.date(as_of.year + 1, 1, 1), as_of, wide=scope.everything)


def short_title(book: Book, duty: str) -> str:
    """The duty's title without its period: the grid already says when."""
    title = book.title_of(duty)
    for word in (*PERIOD_TITLES.values(), "至少"):
        title = title.replace(word, "")
    return title.replace("召开一次", "").replace("开展一次", "").replace("上一次", "").replace("一次", "") or title
