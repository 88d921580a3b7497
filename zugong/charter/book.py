"""The book: all adopted files linked together, and the look-ups every room asks of it."""

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from . import catalogue, notations
from .editions import Edition, in_force
from .ledger_words import Check
from .mechanism import Mechanism
from .words import Basis, Checklist, Codes, Group, Office, Tally


@dataclass(frozen=True)
class Entry:
    """A record, ledger, check, duty, indicator or paper with its editions and the file it stands in."""

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
    """Look-ups by key. Built by linker.link(); treat as read-only. `worked_out`: what other rooms derived from it and need not derive twice."""

    mechanisms: dict[str, Mechanism] = field(default_factory=dict)
    records: dict[str, Entry] = field(default_factory=dict)
    ledgers: dict[str, Entry] = field(default_factory=dict)
    checks: dict[str, Entry] = field(default_factory=dict)
    duties: dict[str, Entry] = field(default_factory=dict)
    indicators: dict[str, Entry] = field(default_factory=dict)
    papers: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    slots: dict[str, dict[str, str]] = field(default_factory=dict)
    worked_out: dict = field(default_factory=dict, compare=False, repr=False)

    def entry(self, key: str) -> Entry | None:
        """Any word by its key."""
        return next((table[key] for table in (self.records, self.ledgers, self.checks, self.duties, self.indicators, self.papers) if key in table), None)

    def code_values(self, key: str) -> dict[str, str] | None:
        """code -> Chinese of a declared or built-in list, else None."""
        return catalogue.CODE_LISTS.get(key) or (self.codes[key].values if key in self.codes else None)

    def drawn_from(self, group: str) -> list[str]:
        """The group, the group it is drawn from, and so on up to organization, membership or post; stops where it would go round."""
        found = [group]
        while found[-1] in self.groups and self.groups[found[-1]].of not in found:
            found.append(self.groups[found[-1]].of)
        return found

    def source_of(self, group: str) -> str:
        """organization, membership, post or term: what a group's rows are; ledger for a ledger; "" when unknown."""
        last = self.drawn_from(group)[-1]
        return last if last in catalogue.GROUP_SOURCES else "ledger" if last in self.ledgers else ""

    def conditions_of(self, group: str) -> dict:
        """The group's conditions with those of the groups it is drawn from."""
        return {column: value for each in reversed(self.drawn_from(group)) if each in self.groups for column, value in self.groups[each].where.items()}

    def kinds_of(self, group: str) -> list[str]:
        """Organization kinds a group of organizations, or those who keep a ledger, may hold; all kinds when it does not say."""
        if group in self.ledgers:
            return self.kinds_of(self.ledgers[group].latest.of)
        wanted = self.conditions_of(group).get("kind")
        kinds = list(catalogue.ORGANIZATION_KINDS)
        for each in notations.comparisons(wanted) if wanted is not None else []:
            named = each.value if isinstance(each.value, tuple) else (each.value,)
            kinds = [kind for kind in kinds if kind not in named] if each.sign == "!=" else [kind for kind in named if kind in kinds]
        return kinds

    def fields(self, kind: str) -> list[notations.Field]:
        """All fields the record kind or ledger has had in any edition, latest wording."""
        kept = self.worked_out.setdefault("fields", {})
        if kind not in kept:
            found = {key: each for edition in (self.records.get(kind) or self.ledgers[kind]).editions for key, each in edition.word.fields.items()}
            kept[kind] = [notations.field(key, f"{each.type} {each.title}") for key, each in found.items()]
        return kept[kind]

    def columns_of(self, facts: tuple[str, ...]) -> dict[str, tuple[str, str]]:
        """The columns that several kinds of records all have; those of the one fact when there is one."""
        return self.columns(facts[0]) if len(facts) == 1 else catalogue.RECORD_COLUMNS

    def columns(self, fact: str) -> dict[str, tuple[str, str]]:
        """column -> (type, title) of a record kind, ledger, duty, group or source."""
        if fact in self.ledgers:
            found = catalogue.LEDGER_COLUMNS | {each.key: (each.type, each.title) for each in self.fields(fact)}
            for key, each in self.ledgers[fact].latest.sums.items():
                found[key] = (found.get(each.adds[0], ("count", ""))[0], each.title)
            return found
        if fact in self.records:
            return catalogue.RECORD_COLUMNS | {each.key: (each.type, each.title) for each in self.fields(fact)}
        if fact in self.duties:
            return catalogue.DUTY_COLUMNS
        return catalogue.GROUP_SOURCES.get(self.source_of(fact), {})

    def family(self, kind: str) -> str:
        """How a column of a type is compared: text, count, yes_no, date, organization, person, row, code or finding; "" when there is no such type."""
        if kind in catalogue.FAMILIES:
            return catalogue.FAMILIES[kind]
        if self.code_values(kind) is not None:
            return "code"
        return "row" if kind in self.ledgers else "organization" if self.source_of(kind) == "organization" else ""

    def reaches_beyond(self, seen_by: list[str]) -> bool:
        """Whether more than the own organization may see it: those above, everyone, or an office of the department."""
        return any(who in ("above", "everyone") or (who in self.offices and self.offices[who].at == "department") for who in seen_by)

    def titles_of(self, facts: tuple[str, ...]) -> str:
        """Chinese names of several kinds."""
        return "、".join(self.title_of(fact) for fact in facts)

    def title_of(self, key: str) -> str:
        """Chinese name of any key."""
        if entry := self.entry(key):
            return entry.latest.title
        for table in (self.groups, self.codes, self.offices):
            if key in table:
                return table[key].title
        return {**catalogue.SOURCE_TITLES, **catalogue.ANYONE, **catalogue.CODE_TITLES}.get(key, key)

    def basis_of(self, mechanism: str, reference: str) -> tuple[Basis | None, str]:
        """The listed basis and the article of a reference "key article"; (None, "local") and (None, "unverified") for the two words."""
        key, _, article = reference.partition(" ")
        found = next((basis for basis in self.mechanisms[mechanism].basis if basis.key == key), None)
        return (found, article) if found else (None, key)

    def kinds_filed_by(self, organization_kind: str, on: dt.date) -> list[str]:
        """Record kinds that an organization of this kind may file on a day, in the order of the files."""
        return [key for key, entry in self.records.items() if (word := entry.on(on)) and organization_kind in self.kinds_of(word.by)]

    def tallies(self) -> list[tuple[str, Tally]]:
        """(word key, tally) of every edition of every duty, check and indicator."""
        found = [
            (entry.key, part)
            for entry in self.duties.values()
            for edition in entry.editions
            for tally in edition.word.tallies
            for part in tally.parts
        ]
        found += [(entry.key, edition.word.expects) for entry in self.checks.values() for edition in entry.editions if edition.word.expects]
        for entry in self.indicators.values():
            for edition in entry.editions:
                found += [(entry.key, part) for tally in (edition.word.value, edition.word.part, edition.word.whole) if tally for part in tally.parts]
        return found

    def is_about_people(self, duty: str) -> bool:
        """Whether each person owes the duty, not an organization."""
        return self.source_of(self.duties[duty].latest.who) in catalogue.PEOPLE

    def is_about_rows(self, duty: str) -> bool:
        """Whether each row of a ledger owes the duty."""
        return self.duties[duty].latest.who in self.ledgers

    def checks_of(self, ledger: str, day: dt.date) -> list[tuple[str, Check]]:
        """(key, check) in force on a day over the rows of a ledger, in the order of the files."""
        kept = self.worked_out.setdefault("checks", {})
        if ledger not in kept:
            kept[ledger] = [(key, entry) for key, entry in self.checks.items() if any(edition.word.each == ledger for edition in entry.editions)]
        return [(key, word) for key, entry in kept[ledger] if (word := entry.on(day)) and word.each == ledger]

    def duties_of(self, kinds: set[str]) -> tuple[str, ...]:
        """The duties that organizations of these kinds, or their people, can owe by any edition."""
        return tuple(key for key, entry in self.duties.items() if any(kinds.intersection(self.kinds_of(edition.word.who)) for edition in entry.editions))

    def checklists(self) -> dict[str, tuple[Checklist, str]]:
        """key -> (numbered list, its mechanism's key), the newest wording."""
        return {each.key: (each, key) for key, mechanism in self.mechanisms.items() for each in sorted(mechanism.checklist, key=lambda word: str(word.since or ""))}

    def names(self) -> dict[str, list[str]]:
        """Mechanism key -> what a plan's sentences may call it."""
        return {key: list(mechanism.aliases) for key, mechanism in self.mechanisms.items() if mechanism.aliases}


def read_cells(path: Path) -> dict[str, tuple[str, set[str]]]:
    """mechanisms.csv: id -> (Chinese title, kinds of act)."""
    with path.open(encoding="utf8", newline="") as lines:
        return {row["id"]: (row["title"], set(row["kinds"].split())) for row in csv.DictReader(lines)}
