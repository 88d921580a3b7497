"""The book: all adopted files linked together, and the look-ups every room asks of it."""

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from . import catalogue, notations
from .editions import Edition, in_force
from .words import Basis, Codes, Group, Mechanism, Office, Tally


@dataclass(frozen=True)
class Entry:
    """A record, duty or indicator with its editions and the file it stands in."""

    key: str
    mechanism: str
    editions: tuple[Edition, ...]

    def on(self, day: dt.date):
        """The word in force on a day, else None."""
        return in_force(list(self.editions), day)

    @property
    def latest(self):
        """The newest wording: for titles and forms."""
        return self.editions[-1].word


@dataclass
class Book:
    """Look-ups by key. Built by linker.link(); treat as read-only."""

    mechanisms: dict[str, Mechanism] = field(default_factory=dict)
    records: dict[str, Entry] = field(default_factory=dict)
    duties: dict[str, Entry] = field(default_factory=dict)
    indicators: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    slots: dict[str, dict[str, str]] = field(default_factory=dict)

    def entry(self, key: str) -> Entry | None:
        """Any word by its key."""
        return self.records.get(key) or self.duties.get(key) or self.indicators.get(key)

    def code_values(self, key: str) -> dict[str, str] | None:
        """code -> Chinese of a declared or built-in list, else None."""
        return catalogue.CODE_LISTS.get(key) or (self.codes[key].values if key in self.codes else None)

    def source_of(self, group: str) -> str:
        """organization, membership or post: what a group's rows are; "" when unknown."""
        seen = set()
        while group in self.groups and group not in seen:
            seen.add(group)
            group = self.groups[group].of
        return group if group in catalogue.GROUP_SOURCES else ""

    def conditions_of(self, group: str) -> dict:
        """The group's conditions with those of the groups it is drawn from."""
        merged: dict = {}
        while group in self.groups:
            merged = {**self.groups[group].where, **merged}
            group = self.groups[group].of
        return merged

    def kinds_of(self, group: str) -> list[str]:
        """Organization kinds a group of organizations may hold; all kinds when it does not say."""
        wanted = self.conditions_of(group).get("kind")
        if wanted is None:
            return list(catalogue.ORGANIZATION_KINDS)
        return list(wanted) if isinstance(wanted, list) else [wanted]

    def fields(self, record: str) -> list[notations.Field]:
        """All fields the kind has had in any edition, latest wording."""
        found: dict[str, notations.Field] = {}
        for edition in self.records[record].editions:
            for key, text in edition.word.fields.items():
                found[key] = notations.field(key, text if isinstance(text, str) else f"{text.type} {text.title}")
        return list(found.values())

    def columns(self, fact: str) -> dict[str, tuple[str, str]]:
        """column -> (type, title) of a record kind, duty, group or source."""
        if fact in self.records:
            return catalogue.RECORD_COLUMNS | {each.key: (each.type, each.title) for each in self.fields(fact)}
        if fact in self.duties:
            return catalogue.DUTY_COLUMNS
        return catalogue.GROUP_SOURCES.get(self.source_of(fact), {})

    def title_of(self, key: str) -> str:
        """Chinese name of any key."""
        if entry := self.entry(key):
            return entry.latest.title
        for table in (self.groups, self.codes, self.offices):
            if key in table:
                return table[key].title
        return {**catalogue.SOURCE_TITLES, **catalogue.ANYONE, **catalogue.CODE_TITLES}.get(key, key)

    def basis_of(self, mechanism: str, reference: str) -> tuple[Basis | None, str]:
        """The listed basis and the article of a reference such as "branch_rules 第十一条"; (None, "local") for the two words."""
        key, _, article = reference.partition(" ")
        found = next((basis for basis in self.mechanisms[mechanism].basis if basis.key == key), None)
        return (found, article) if found else (None, key)

    def kinds_filed_by(self, organization_kind: str, on: dt.date) -> list[str]:
        """Record kinds that an organization of this kind may file on a day, in the order of the files."""
        return [key for key, entry in self.records.items() if (word := entry.on(on)) and organization_kind in self.kinds_of(word.by)]

    def tallies(self) -> list[tuple[str, Tally]]:
        """(word key, tally) of every edition of every duty and indicator."""
        found = []
        for entry in [*self.duties.values(), *self.indicators.values()]:
            for edition in entry.editions:
                parts = (getattr(edition.word, name, None) for name in ("expects", "value", "part", "whole"))
                found += [(entry.key, part) for part in parts if part]
        return found

    def names(self) -> dict[str, list[str]]:
        """Mechanism key -> what a plan's sentences may call it."""
        return {key: list(mechanism.aliases) for key, mechanism in self.mechanisms.items() if mechanism.aliases}


def read_cells(path: Path) -> dict[str, tuple[str, set[str]]]:
    """mechanisms.csv: id -> (Chinese title, kinds of act)."""
    with path.open(encoding="utf8", newline="") as lines:
        return {row["id"]: (row["title"], set(row["kinds"].split())) for row in csv.DictReader(lines)}
