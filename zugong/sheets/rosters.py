"""What rooms above hand to sheets at start: their rosters, and how names of organizations and people are resolved.

A room's AppConfig.ready calls `register(rosters)` with a function without arguments that answers Rosters; it is asked anew each time, so it may follow the book in force.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from zugong.door.scope import Scope

from .columns import Column, Place, Who
from .faults import Fault
from .lines import Line


@dataclass(frozen=True)
class Ask:
    """For whom and when: `scope` of the roster's right, `today`, `by` the account's id (None on the command line), `at`."""

    scope: Scope
    today: dt.date
    by: int | None
    at: dt.datetime


@dataclass(frozen=True)
class Conflict:
    """Why something of a batch cannot be taken back: the address of what was touched since, and what happened to it."""

    address: str
    message: str


@dataclass(frozen=True)
class Filter:
    """A choice that narrows an export: {value: title}."""

    key: str
    title: str
    choices: dict[str, str] = field(default_factory=dict)


class Roster(Protocol):
    """A table of a room as Excel sees it. Everything is done in bulk: a constant number of statements for each call, never one a line.

    key: lowercase letters, digits, underscores and dots; the KIND of the commands. title: what the table is called. group: the heading it stands under. kinds: of the organizations it is kept by, empty for all. unit: what its rows are counted in.
    right: needed to import and undo; reads_right: to download the rows. identities: groups of column keys that tell lines of one file apart, the strongest first, e.g. (("id_number",), ("name", "born_on")).
    repeats: whether the weakest identity only says what a line must have, and several lines may share it. at_once: how many lines a call of resolve and write gets; raise it only where lines depend on each other.
    """

    key: str
    title: str
    group: str
    kinds: frozenset[str]
    unit: str
    right: str
    reads_right: str
    identities: tuple[tuple[str, ...], ...]
    repeats: bool
    at_once: int
    filters: tuple[Filter, ...]

    def columns(self) -> list[Column]:
        """In the order of the template, which equals that of the export."""
        ...

    def resolve(self, lines: list[Line], ask: Ask) -> None:
        """Fill target and former of each line and add to its faults what the database says against it. Lines may have faults already; what is outside ask.scope does not exist. SELECT only."""
        ...

    def write(self, lines: list[Line], ask: Ask, reason: str) -> dict:
        """Write lines that are new or changed (resolved a moment ago, in the same transaction, without errors), with one journal line for each row and `reason` in it.

        Answers what undo needs, as JSON holds it: {"addresses": [address of every row that was made or changed], ...whatever else undo needs}.
        """
        ...

    def undo(self, trace: dict, ask: Ask, reason: str) -> list[Conflict]:
        """Take back what one call of write did, from what it answered: delete new rows, restore former values. Addresses that the journal names later than the batch were refused before. Answers what stands against
        it; then the transaction is rolled back as a whole. Also writes the journal lines."""
        ...

    def rows(self, scope: Scope, today: dt.date, chosen: dict[str, str]) -> Iterator[tuple]:
        """For the export: one tuple of values for each row, in the order of columns(); `chosen` {filter key: value}. In pieces, so that 300,000 rows do not stand in memory."""
        ...


_sources: list[Callable[[], Iterable[Roster]]] = []


def register(source: Callable[[], Iterable[Roster]]) -> None:
    """Hand over a function that answers rosters; called once at start."""
    if source not in _sources:
        _sources.append(source)


def rosters() -> dict[str, Roster]:
    """All rosters by key, those of lower rooms first: apps are made ready from the top down."""
    return {roster.key: roster for source in reversed(_sources) for roster in source()}


@dataclass
class Names:
    """How names are resolved, in a few statements for all texts: organizations by code, whole name or parent/name, people by name or name (branch). `kinds`: of the organizations in a scope. The registry hands them over."""

    organizations: Callable[[set[str], Scope, dt.date], dict[str, Place | Fault]] = lambda texts, scope, today: {}
    people: Callable[[set[str], Scope, dt.date], dict[str, Who | Fault]] = lambda texts, scope, today: {}
    kinds: Callable[[Scope], set[str]] = lambda scope: set()


names = Names()
