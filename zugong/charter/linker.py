"""Resolves every name in a set of files: what is not found, or does not fit, is a fault."""

from collections.abc import Mapping

from . import catalogue, kept, notations, printed
from .assignment import assign_slots
from .book import Book
from .conditions import Checker
from .entries import entries
from .examples import ExampleChecker
from .faults import Fault, Mistake, fault
from .mechanism import Mechanism
from .reader import nearest, read_mechanism
from .words import Group, Word

_TABLES = {"record": "records", "ledger": "ledgers", "check": "checks", "duty": "duties", "indicator": "indicators", "paper": "papers"}
_NAMES = {"codes": "codes", "group": "groups", "office": "offices"}
_PEOPLE = catalogue.PEOPLE
_MOST_TOLD = "编码栏最多 4 个，数和是否最多 4 个，日期最多 2 个"
_MOST_KEPT = "编码栏最多 6 个，数和是否最多 6 个，日期最多 4 个，指向人、组织、台账的各最多 2 个"
_OWN = {
    "平台自带的名册": (*catalogue.CODE_LISTS, *catalogue.GROUP_SOURCES),
    "语言里的词": (*catalogue.ANYONE, *notations.KEPT_SCALARS, "row", "local", "unverified", "finding"),
}


def link(texts: Mapping[str, str], cells: Mapping[str, tuple[str, set[str]]]) -> tuple[Book, list[Fault]]:
    """Read and link {file name: text}. Mistakes of reading come first; names are resolved when all files can be read, examples when all names are."""
    book, faults, names = Book(), [], {}
    for name, text in texts.items():
        mechanism, found = read_mechanism(name, text)
        key = name.rsplit("/", 1)[-1].removesuffix(".toml")
        faults += found or _file_name(name, key, names)
        if mechanism and key not in names:
            book.mechanisms[key], names[key] = mechanism, name
    for key, mechanism in book.mechanisms.items():
        faults += _collect(book, key, names[key], mechanism)
    if not faults:
        for key, mechanism in book.mechanisms.items():
            faults += _Linker(book, cells, names[key], key, mechanism).faults()
    if not faults:
        faults += [_crowded(book, names, kind) for kind in assign_slots(book)]
    if not faults:
        for key, mechanism in book.mechanisms.items():
            faults += _examples(book, names[key], mechanism)
    return book, faults


def _crowded(book: Book, names: Mapping[str, str], kind: str) -> Fault:
    entry, word, most = (book.ledgers[kind], "ledger", _MOST_KEPT) if kind in book.ledgers else (book.records[kind], "record", _MOST_TOLD)
    return fault(names[entry.mechanism], f"{word} {kind}", "too_many_counted", name=book.title_of(kind), most=most)


def _file_name(name: str, key: str, names: Mapping[str, str]) -> list[Fault]:
    if key in names:
        return [fault(name, "", "duplicate_key", name=key, where=f"文件 {names[key]}")]
    try:
        notations.name(key)
    except Mistake as mistake:
        return [fault(name, "", mistake.code, **mistake.details)]
    return []


def _collect(book: Book, key: str, name: str, mechanism: Mechanism) -> list[Fault]:
    """Put a file's words into the book; faults for keys used twice and editions that do not fit."""
    faults = []
    for table, attribute in _NAMES.items():
        for word in getattr(mechanism, table):
            faults += _taken(book, name, f"{table} {word.key}", word.key)
            getattr(book, attribute)[word.key] = word
    for table, word_key, made in entries(key, mechanism):
        faults += _taken(book, name, f"{table} {word_key}", word_key)
        if isinstance(made, Mistake):
            faults.append(fault(name, f"{table} {word_key}", made.code, **made.details))
        else:
            getattr(book, _TABLES[table])[word_key] = made
    return faults


def _taken(book: Book, name: str, place: str, key: str) -> list[Fault]:
    where = next((f" {table} {key}" for table, attribute in (_NAMES | _TABLES).items() if key in getattr(book, attribute)), "")
    where = where or next((owner for owner, keys in _OWN.items() if key in keys), "")
    return [fault(name, place, "duplicate_key", name=key, where=where)] if where else []


def _examples(book: Book, name: str, mechanism: Mechanism) -> list[Fault]:
    found: list[Fault] = []
    for example in mechanism.example:
        place = f"example {example.name}"
        ExampleChecker(book, example, lambda code, place=place, **details: found.append(fault(name, place, code, **details))).check()
    return found


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
        self._head()
        for group in self.mechanism.group:
            self._group(f"group {group.key}", group)
        for word_name, word in self.mechanism.words:
            place = f"{word_name} {word.key}"
            self._covers(place, word_name, word)
            self._basis(place, word.basis)
            getattr(self, f"_{word_name}")(place, word)
        return self.found

    def _head(self) -> None:
        for cell in self.mechanism.covers:
            if cell not in self.cells:
                self.add("covers", "unknown_cell", name=cell)
        keys = [basis.key for basis in self.mechanism.basis]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                self.add(f"basis {key}", "duplicate_key", name=key, where=f" basis {key}")
        for office in self.mechanism.office:
            if office.role is not None and office.role not in catalogue.POST_ROLES:
                known = "、".join(f"{key}（{title}）" for key, title in catalogue.POST_ROLES.items())
                self.add(f"office {office.key}, role", "unknown_code", of=self.book.title_of("post_role"), name=office.role, known=known)
        for codes in self.mechanism.codes:
            for code in codes.ended:
                if code not in codes.values:
                    self.add(f"codes {codes.key}, ended", "unknown_code", of=codes.title, name=code, known="、".join(codes.values))

    def _covers(self, place: str, word_name: str, word: Word) -> None:
        for cell in word.covers:
            kind = catalogue.CELL_KINDS[word_name]
            number, _, wanted = cell.partition(" ")
            if wanted not in self.cells.get(number, ("", set()))[1]:
                self.add(f"{place}, covers", "unknown_cell", name=cell)
            elif wanted != kind:
                self.add(f"{place}, covers", "wrong_kind", word=word_name, cell=cell, kind=kind)
            elif number not in self.mechanism.covers:
                self.add(f"{place}, covers", "cell_not_in_head", cell=cell, number=number)

    def _basis(self, place: str, reference: str | None) -> None:
        if reference in (None, "local", "unverified"):
            return
        basis, article = self.book.basis_of(self.key, reference)
        if not basis:
            self.add(f"{place}, basis", "unknown_basis", name=reference)
        elif article and article not in basis.articles:
            self.add(f"{place}, basis", "unlisted_article", name=basis.key, article=article)

    def _office(self, place: str, who: str, also: tuple[str, ...] = ()) -> None:
        known = [*self.book.offices, *also]
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

    def _group(self, place: str, group: Group) -> None:
        path = self.book.drawn_from(group.key)
        last = path[-1]
        if last in catalogue.GROUP_SOURCES:
            self.checker.conditions(f"{place}, where", last, group.where, group.of if group.of in self.book.groups else "")
        elif last not in self.book.groups:
            if len(path) == 2:
                self.add(f"{place}, of", "unknown_group", name=last, near=nearest(last, [*self.book.groups, *catalogue.GROUP_SOURCES]))
        elif self.book.groups[last].of == group.key == min(path):
            self.add(f"{place}, of", "loop", path=" → ".join([*path, group.key]))

    def _record(self, place: str, word) -> None:
        self._party(f"{place}, by", word.by, ("organization",), "组织")
        if word.roll is not None:
            self._party(f"{place}, roll", word.roll, _PEOPLE, "党员或任职")
        elif word.picks is not None:
            self.add(f"{place}, picks", "missing_key", name="roll")
        self._fields(place, word, [*notations.SCALARS, *self.book.codes, *catalogue.CODE_LISTS], catalogue.RECORD_COLUMNS)

    def _fields(self, place: str, word, known: list[str], own: Mapping) -> None:
        """What records and ledgers have alike: readers, keeping and fields."""
        for who in word.seen_by:
            self._office(f"{place}, seen_by", who, tuple(catalogue.ANYONE))
        self._keep(f"{place}, keep", word.key, word.keep)
        for key, field in word.fields.items():
            where, kind = f"{place}, fields, {key}", field.type.removesuffix("?")
            if kind not in known:
                self.add(where, "unknown_type", name=kind, near=nearest(kind, known))
            if key in own:
                self.add(where, "duplicate_key", name=key, where=f"{'台账' if own is catalogue.LEDGER_COLUMNS else '纪实'}自带的栏目")
            for who in field.seen_by:
                self._office(f"{where}, seen_by", who, tuple(catalogue.ANYONE))
            if field.keep:
                self._keep(f"{where}, keep", word.key, field.keep)

    def _ledger(self, place: str, word) -> None:
        self._party(f"{place}, of", word.of, ("organization",), "组织")
        groups = [key for key in self.book.groups if self.book.source_of(key) == "organization"]
        self._fields(
            place,
            word,
            [*notations.KEPT_SCALARS, *self.book.codes, *catalogue.CODE_LISTS, *groups, *self.book.ledgers],
            catalogue.LEDGER_COLUMNS,
        )
        kept.ledger(self.book, self.add, place, word)

    def _check(self, place: str, word) -> None:
        kept.check(self.book, self.checker, self.add, place, word)

    def _paper(self, place: str, word) -> None:
        for who in word.seen_by or ():
            self._office(f"{place}, seen_by", who, tuple(catalogue.ANYONE))
        printed.paper(self.book, self.add, place, word)

    def _keep(self, place: str, kind: str, phrase: str) -> None:
        days = [column for column, (sort, _) in self.book.columns(kind).items() if sort in ("date", "partial_date")]
        anchor = notations.keep(phrase)
        if anchor and anchor not in days:
            self.add(place, "unknown_column", of=self.book.title_of(kind), name=anchor, near=nearest(anchor, days), known="、".join(days))

    def _duty(self, place: str, word) -> None:
        if word.who not in self.book.ledgers and not self._party(
            f"{place}, who", word.who, tuple(catalogue.GROUP_SOURCES), "组织、党员、任职或届次"
        ):
            return
        self._clock(place, word)
        source = self.book.source_of(word.who)
        if word.paired_with is not None and (source not in _PEOPLE or word.paired_with != word.who):
            self.add(f"{place}, paired_with", "only_people", name="paired_with", is_="别的人群" if source in _PEOPLE else catalogue.SOURCE_TITLES[source])
        self.checker.conditions(f"{place}, where", word.who, word.where, word.who)
        if word.must is not None:
            self.checker.conditions(f"{place}, must", word.who, word.must)
        name = "expects" if word.expects else "expects_one_of"
        for number, tally in enumerate(word.tallies):
            here = f"{place}, {name}" + (f" {number + 1}" if len(word.tallies) > 1 else "")
            self.checker.tally(here, tally, word.who)
            if source in _PEOPLE:
                self._rolls(here, tally)
            elif source == "organization":
                self._may_file(place, word.who, tally)

    def _clock(self, place: str, word) -> None:
        source = self.book.source_of(word.who)
        days = [column for column, (sort, _) in self.book.columns(word.who).items() if sort == "date" and column not in ("since", "until")]
        if word.once and word.once not in days:
            known = f"这里可写 {'、'.join(days)}" if days else f"{catalogue.SOURCE_TITLES[source]}没有任期届满日"
            self.add(f"{place}, once", "wrong_clock", why=f"once 用于届次、任职和台账的日期栏目，{known}")
        if source in ("term", "ledger") and not word.once:
            self.add(f"{place}, every", "wrong_clock", why=f"{catalogue.SOURCE_TITLES[source]}只有一次，请把 every 改写成 once")
        if word.once and word.must != {"until": "given"}:
            self.add(f"{place}, must", "one_shape", names="must = { until = \"given\" }：只有一次的任务，看那一行有没有结束")
        if word.every and source != "organization" and word.must is not None:
            self.add(f"{place}, must", "one_shape", names="expects：一个人一个人欠的任务，数他参加了什么")

    def _rolls(self, place: str, tally) -> None:
        """What a person owes is counted from rolls."""
        for part in tally.parts:
            for fact in part.facts:
                if fact in self.book.records and not self.book.records[fact].latest.roll:
                    self.add(place, "no_roll", fact=self.book.title_of(fact))
            if part.together_with is not None:
                self._party(f"{place}, together_with", part.together_with, _PEOPLE, "党员或任职")
            if part.distinct:
                self.add(place, "not_for_people", name="distinct")

    def _may_file(self, place: str, who: str, tally) -> None:
        """At least one of the kinds asked for can be filed by each kind of holder."""
        facts = [fact for fact in tally.facts if fact in self.book.records]
        may = {kind for fact in facts for kind in self.book.kinds_of(self.book.records[fact].latest.by)}
        idle = [catalogue.ORGANIZATION_KINDS[kind] for kind in self.book.kinds_of(who) if kind not in may]
        if may and idle:
            self.add(f"{place}, who", "never_met", who=self.book.title_of(who), kinds="、".join(idle[:3]), fact=self.book.titles_of(tuple(facts)))
        for part in tally.parts:
            if part.together_with is not None:
                self.add(f"{place}, expects", "only_people", name="together_with", is_="组织")

    def _indicator(self, place: str, word) -> None:
        if word.per is not None:
            self._party(f"{place}, per", word.per, ("organization",), "组织")
        for name in ("value", "part", "whole"):
            if tally := getattr(word, name):
                self.checker.tally(f"{place}, {name}", tally)
