"""Resolves every name in a set of files: what is not found, or does not fit, is a fault."""

from collections.abc import Mapping

from . import catalogue, examples, notations
from .book import Book, Entry
from .conditions import Checker
from .editions import editions
from .faults import Fault, Mistake, fault
from .reader import nearest, read_mechanism
from .words import Mechanism, Word

_TABLES = {"record": "records", "duty": "duties", "indicator": "indicators"}


def link(texts: Mapping[str, str], cells: Mapping[str, tuple[str, set[str]]]) -> tuple[Book, list[Fault]]:
    """Read and link {file name: text}; the book holds what could be read, the faults all that is wrong."""
    book, faults, names = Book(), [], {}
    for name, text in texts.items():
        mechanism, found = read_mechanism(name, text)
        faults += found
        if mechanism:
            key = name.rsplit("/", 1)[-1].removesuffix(".toml")
            book.mechanisms[key], names[key] = mechanism, name
    for key, mechanism in book.mechanisms.items():
        faults += _collect(book, key, names[key], mechanism)
    if not any(found.code == "duplicate_key" for found in faults):
        for key, mechanism in book.mechanisms.items():
            faults += _Linker(book, cells, names[key], key, mechanism).faults()
    for fact in _assign_slots(book):
        name = names[book.records[fact].mechanism]
        faults.append(fault(name, f"record {fact}", "too_many_counted", name=book.title_of(fact)))
    return book, faults


def _collect(book: Book, key: str, name: str, mechanism: Mechanism) -> list[Fault]:
    faults = []
    for table, target in (("codes", book.codes), ("group", book.groups), ("office", book.offices)):
        for word in getattr(mechanism, table):
            faults += _taken(book, name, f"{table} {word.key}", word.key)
            target[word.key] = word
    for table, attribute in _TABLES.items():
        target, words = getattr(book, attribute), {}
        for word in getattr(mechanism, table):
            words.setdefault(word.key, []).append(word)
        for word_key, same in words.items():
            faults += _taken(book, name, f"{table} {word_key}", word_key)
            try:
                target[word_key] = Entry(word_key, key, tuple(editions(same, mechanism.since, mechanism.until)))
            except Mistake as mistake:
                faults.append(fault(name, f"{table} {word_key}", mistake.code, **mistake.details))
    return faults


def _taken(book: Book, name: str, place: str, key: str) -> list[Fault]:
    tables = {"codes": book.codes, "group": book.groups, "office": book.offices, "record": book.records, "duty": book.duties, "indicator": book.indicators}
    where = next((f"{word} {key}" for word, table in tables.items() if key in table), "")
    if not where and (key in catalogue.CODE_LISTS or key in catalogue.GROUP_SOURCES or key in catalogue.ANYONE):
        where = "平台自带的名册"
    return [fault(name, place, "duplicate_key", name=key, where=where)] if where else []


def _assign_slots(book: Book) -> list[str]:
    """Give each record field that a rule names a typed column, in the order of its first naming; answers kinds with too many."""
    for _, tally in book.tallies():
        if tally.fact not in book.records:
            continue
        declared = {each.key: each.type for each in book.fields(tally.fact)}
        named = [*tally.where, *filter(None, (tally.sum, tally.distinct))]
        for value in tally.where.values():
            named += [each.column for each in _comparisons(value) if each.column]
        taken = book.slots.setdefault(tally.fact, {})
        for column in named:
            if column in declared and column not in taken:
                family = {"count": "number", "yes_no": "number", "date": "day", "month": "day"}.get(declared[column], "code")
                taken[column] = f"{family}_{sum(slot.startswith(family) for slot in taken.values()) + 1}"
    return [fact for fact, taken in book.slots.items() if not set(taken.values()) <= catalogue.SLOTS.keys()]


def _comparisons(value) -> list[notations.Comparison]:
    try:
        return notations.comparisons(value)
    except Mistake:
        return []


class _Linker:
    """One file's names against the whole book."""

    def __init__(self, book: Book, cells: Mapping, name: str, key: str, mechanism: Mechanism):
        self.book, self.cells, self.name, self.key, self.mechanism = book, cells, name, key, mechanism
        self.found: list[Fault] = []
        self.checker = Checker(book, self.add)

    def add(self, place: str, code: str, **details: str) -> None:
        self.found.append(fault(self.name, place, code, **details))

    def faults(self) -> list[Fault]:
        self._office("owner", self.mechanism.owner)
        for cell in self.mechanism.covers:
            if cell not in self.cells:
                self.add("covers", "unknown_cell", name=cell)
        for group in self.mechanism.group:
            self._group(f"group {group.key}", group)
        for word_name, word in self.mechanism.words:
            place = f"{word_name} {word.key}"
            self._covers(place, word_name, word)
            self._basis(place, word.basis)
            getattr(self, f"_{word_name}")(place, word)
        for example in self.mechanism.example:
            for details in examples.unknown_names(self.book, example):
                self.add(f"example {example.name}", "example_unknown", **details)
        return self.found

    def _covers(self, place: str, word_name: str, word: Word) -> None:
        kind = catalogue.CELL_KINDS[word_name]
        for cell in word.covers:
            number, _, wanted = cell.partition(" ")
            if wanted not in self.cells.get(number, ("", set()))[1]:
                self.add(place, "unknown_cell", name=cell)
            elif wanted != kind:
                self.add(place, "wrong_kind", word=word_name, cell=cell, kind=kind)

    def _basis(self, place: str, reference: str | None) -> None:
        if not reference or reference in ("local", "unverified"):
            return
        basis, article = self.book.basis_of(self.key, reference)
        if not basis:
            self.add(place, "unknown_basis", name=reference)
        elif article and article not in basis.articles:
            self.add(place, "unlisted_article", name=basis.key, article=article)

    def _office(self, place: str, who: str) -> None:
        known = [*self.book.offices, *catalogue.ANYONE, *self.book.groups]
        if who not in known:
            self.add(place, "unknown_office", name=who, near=nearest(who, known))

    def _party(self, place: str, group: str, sources: tuple[str, ...], wanted: str) -> bool:
        if group not in self.book.groups:
            self.add(place, "unknown_group", name=group, near=nearest(group, self.book.groups))
            return False
        source = self.book.source_of(group)
        if source and source not in sources:
            self.add(place, "wrong_group", name=group, is_=catalogue.SOURCE_TITLES[source], wanted=wanted)
        return source in sources

    def _group(self, place: str, group) -> None:
        path, here = [group.key], group.of
        while here in self.book.groups and here not in path:
            path.append(here)
            here = self.book.groups[here].of
        if here in path:
            self.add(place, "loop", path=" → ".join([*path, here]))
        elif here not in catalogue.GROUP_SOURCES:
            self.add(place, "unknown_group", name=here, near=nearest(here, [*self.book.groups, *catalogue.GROUP_SOURCES]))
        else:
            self.checker.conditions(place, here, group.where)

    def _record(self, place: str, word) -> None:
        self._party(f"{place}, by", word.by, ("organization",), "组织")
        if word.roll:
            self._party(f"{place}, roll", word.roll, ("membership", "post"), "党员或任职")
        for who in word.seen_by:
            self._office(f"{place}, seen_by", who)
        for key, text in word.fields.items():
            where = f"{place}, fields, {key}"
            try:
                read = notations.field(key, text if isinstance(text, str) else f"{text.type} {text.title}")
            except Mistake as mistake:
                self.add(where, mistake.code, **mistake.details)
                continue
            known = [*notations.SCALARS, *self.book.codes, *catalogue.CODE_LISTS]
            if read.type not in known:
                self.add(where, "unknown_type", name=read.type, near=nearest(read.type, known))
            if key in catalogue.RECORD_COLUMNS:
                self.add(where, "duplicate_key", name=key, where="纪实自带的栏目")

    def _duty(self, place: str, word) -> None:
        if not self._party(f"{place}, who", word.who, ("organization",), "组织"):
            return
        self.checker.conditions(f"{place}, where", word.who, word.where)
        if word.must is not None:
            self.checker.conditions(f"{place}, must", word.who, word.must)
        else:
            self.checker.tally(f"{place}, expects", word.expects, facts="record", holder=word.who)

    def _indicator(self, place: str, word) -> None:
        if word.per:
            self._party(f"{place}, per", word.per, ("organization",), "组织")
        for name in ("value", "part", "whole"):
            if tally := getattr(word, name):
                self.checker.tally(f"{place}, {name}", tally, facts="any")
