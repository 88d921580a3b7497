"""What an example may say; running one needs tables and stands in desk."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import catalogue, notations
from .book import Book
from .faults import Mistake
from .mechanism import Example
from .reader import nearest

ORGANIZATION_KEYS = ("fact", "name", "under", "since", "until", "members", "probationary", "committee", "groups", "domain", "kind")
SESSION_KEYS = ("session", "on", "by", "holds", "minutes")
RECORD_KEYS = ("fact", "on", "by", "withdrawn", "minutes", "expected", "present", "entitled", "entitled_present", "guests", "there", "absent", "made_up")
PERSON_KEYS = ("fact", "name", "at", "group", "since", "until", "ends_on", "role")
TERM_KEYS = ("fact", "at", "since", "until", "ends_on")
EXEMPTION_KEYS = ("exempt", "at", "name", "sort", "since", "until")
EXEMPTION_SORTS = ("excused", "not_applicable")
DUTY_KEYS = ("duty", "of", "period", "finding", "number", "missing")
INDICATOR_KEYS = ("indicator", "of", "value", "part", "whole")
ROW_KEYS = ("fact", "name", "at", "since", "until")
CHECK_KEYS = ("check", "of", "finding")
CHECKED = {"held": "合规", "broken": "不合"}
MOST_PEOPLE, MOST_GROUPS, LONGEST_NAME = 2000, 50, 40
_PERIODS = {"month": r"\d{4}-(0[1-9]|1[0-2])", "quarter": r"\d{4}-Q[1-4]", "half-year": r"\d{4}-H[12]", "year": r"\d{4}", "own": r"\d{4}-\d{2}-\d{2}"}
_SAMPLES = {"month": "2026-03", "quarter": "2026-Q1", "half-year": "2026-H1", "year": "2026", "own": "2026-03-15"}


def group_name(branch: str, number: int) -> str:
    """What a Party group is called that an example gives by number only, counted from 0."""
    return f"{branch}第{number + 1}小组"


class ExampleChecker:
    """One example against the book. Reports through `add(code, name=, why=)`; an example without a report can be laid out and run."""

    def __init__(self, book: Book, example: Example, add: Callable):
        self.book, self.example, self.add = book, example, add
        self.kinds: dict[str, str] = {}
        self.people: list[str] = []
        self.rows: dict[str, str] = {}

    def check(self) -> None:
        for row in self.example.given:
            fact = row.get("fact")
            if "session" in row:
                self._session(row)
            elif "exempt" in row:
                self._exemption(row)
            elif isinstance(fact, str) and fact in self.book.records:
                self._record(row, fact)
            elif isinstance(fact, str) and fact in self.book.ledgers:
                self._row(row, fact)
            elif isinstance(fact, str) and self.book.source_of(fact) == "organization" and fact in self.book.groups:
                self._organization(row, fact)
            elif isinstance(fact, str) and self.book.source_of(fact) in catalogue.PEOPLE and fact in self.book.groups:
                self._person(row, fact)
            elif isinstance(fact, str) and self.book.source_of(fact) == "term" and fact in self.book.groups:
                self._term(row)
            elif fact == "person":
                self._whoever(row)
            elif fact is None:
                self.add("example_wrong", name=_shown(row), why="每行要写 fact（组织人群、纪实或台账的标识）或 session")
            else:
                known = [*self.book.records, *self.book.ledgers, *self.book.groups]
                self.add("example_unknown", name=_shown(fact), why="没有这种纪实、台账或组织人群", near=_near(fact, known))
        if not self.example.expect:
            self.add("example_wrong", name="expect", why="至少要期待一个答案")
        for row in self.example.expect:
            self._expectation(row)

    def _organization(self, row: dict, fact: str) -> None:
        name = row.get("name")
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            self.add("example_wrong", name=_shown(row), why=f"组织要有 name，不超过 {LONGEST_NAME} 个字")
            return
        self._keys(name, row, ORGANIZATION_KEYS)
        if name in self.kinds:
            self.add("example_wrong", name=name, why="前面已有同名的组织")
        kinds = self.book.kinds_of(fact)
        kind = row.get("kind", kinds[0] if kinds else None)
        self._one_of(name, "kind", kind, kinds)
        self._one_of(name, "domain", row.get("domain", ""), ["", *catalogue.DOMAINS])
        self._one_of(name, "under", row.get("under", ""), ["", *self.kinds])
        for key, most in (("members", MOST_PEOPLE), ("probationary", MOST_PEOPLE), ("committee", MOST_PEOPLE)):
            self._count(name, row, key, most)
        dates = [self._day(name, row, key) for key in ("since", "until") if key in row]
        if len(dates) == 2 and None not in dates and dates[1] <= dates[0]:
            self.add("example_wrong", name=name, why="until 要晚于 since")
        self.kinds[name] = kind if isinstance(kind, str) else ""
        if self._count(name, row, "groups", MOST_GROUPS):
            self.kinds |= {group_name(name, number): "party_group" for number in range(row.get("groups", 0))}

    def _person(self, row: dict, fact: str) -> None:
        """A member of a branch, or someone who holds a post; the same name again is the same person."""
        name = row.get("name")
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or name in self.kinds:
            self.add("example_wrong", name=_shown(row), why=f"人要有 name，不超过 {LONGEST_NAME} 个字，不和组织同名")
            return
        self._keys(name, row, PERSON_KEYS)
        if self._one_of(name, "at", row.get("at"), self.kinds) and self.kinds[row["at"]] not in self.book.kinds_of(fact):
            self.add("example_wrong", name=row["at"], why=f"这类组织里没有“{self.book.title_of(fact)}”")
        if "group" in row:
            self._one_of(name, "group", row["group"], self.kinds)
        if "role" in row:
            self._one_of(name, "role", row["role"], catalogue.POST_ROLES)
        for key in ("since", "until", "ends_on"):
            if key in row:
                self._day(name, row, key)
        self.people.append(name)

    def _whoever(self, row: dict) -> None:
        """Someone with neither membership nor post."""
        name = row.get("name")
        self._keys(_shown(name), row, ("fact", "name"))
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or name in self.kinds:
            self.add("example_wrong", name=_shown(row), why=f"人要有 name，不超过 {LONGEST_NAME} 个字，不和组织同名")
            return
        self.people.append(name)

    def _row(self, row: dict, key: str) -> None:
        """A row of a ledger; it may be referred to by its name."""
        fields = {field.key: field for field in self.book.fields(key)}
        self._keys(key, row, (*ROW_KEYS, *fields))
        if self._one_of(key, "at", row.get("at"), self.kinds) and self.kinds[row["at"]] not in self.book.kinds_of(key):
            self.add("example_wrong", name=row["at"], why=f"这类组织没有“{self.book.title_of(key)}”")
        for day in ("since", "until"):
            if day in row:
                self._day(key, row, day)
        for name, field in fields.items():
            if name in row and name not in ROW_KEYS and not self._is_value(field.type, row[name]):
                self.add("example_wrong", name=name, why=f"和栏目的类型 {field.type} 不合，或指向的没有写在前面")
        if isinstance(row.get("name"), str):
            self.rows[row["name"]] = key
        elif "name" in row:
            self.add("example_wrong", name=_shown(row["name"]), why="name 要写文字")

    def _term(self, row: dict) -> None:
        self._keys("届次", row, TERM_KEYS)
        self._one_of("届次", "at", row.get("at"), self.kinds)
        for key in ("since", "until", "ends_on"):
            if key in row:
                self._day("届次", row, key)

    def _exemption(self, row: dict) -> None:
        here = _shown(row["exempt"])
        self._keys(here, row, EXEMPTION_KEYS)
        self._one_of("exempt", "exempt", row["exempt"], self.book.duties)
        self._one_of(here, "at", row.get("at"), self.kinds)
        self._one_of(here, "sort", row.get("sort", "excused"), EXEMPTION_SORTS)
        if "name" in row:
            self._one_of(here, "name", row["name"], self.people)
        for key in ("since", "until"):
            if key in row:
                self._day(here, row, key)

    def _session(self, row: dict) -> None:
        here, holds = _shown(row["session"]), row.get("holds")
        self._keys(here, row, SESSION_KEYS)
        self._count(here, row, "minutes", notations.LARGEST)
        self._day(here, row, "on")
        if not isinstance(holds, list) or not holds:
            self.add("example_wrong", name=here, why="holds 要写这场里的纪实，例如 [\"lecture\"]")
            holds = []
        for kind in holds:
            if self._one_of(here, "holds", kind, self.book.records):
                self._filed(here, row, kind)

    def _record(self, row: dict, kind: str) -> None:
        fields = {field.key: field for field in self.book.fields(kind)}
        self._keys(kind, row, (*RECORD_KEYS, *fields))
        self._day(kind, row, "on")
        self._filed(kind, row, kind)
        counts = ("minutes", "expected", "present", "entitled", "entitled_present", "guests")
        if all([self._count(kind, row, key, notations.LARGEST) for key in counts]):
            expected = row.get("expected", row.get("entitled", 0))
            entitled, present = row.get("entitled", expected), row.get("present", expected)
            if present > expected or entitled > expected or row.get("entitled_present", 0) > min(entitled, present):
                self.add("example_wrong", name=kind, why="到会不能多于应到，有表决权的不能多于全部")
        for key in ("there", "absent", "made_up"):
            listed = row.get(key, [])
            for name in listed if isinstance(listed, list) else [listed]:
                self._one_of(kind, key, name, self.people)
        if not isinstance(row.get("withdrawn", False), bool):
            self.add("example_wrong", name=kind, why="withdrawn 写 true 或 false")
        for key, field in fields.items():
            if key in row and not self._is_value(field.type, row[key]):
                self.add("example_wrong", name=key, why=f"和栏目的类型 {field.type} 不合")

    def _is_value(self, kind: str, value: Any) -> bool:
        family = self.book.family(kind)
        if family == "text":
            return isinstance(value, str) and "\0" not in value
        if family in ("person", "organization", "row"):
            return isinstance(value, str) and value in {"person": self.people, "organization": self.kinds, "row": self.rows}[family]
        if kind == "yes_no":
            return isinstance(value, bool)
        if kind == "partial_date":
            return isinstance(value, str) and bool(re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value))
        if family == "count":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= notations.LARGEST
        if kind in ("date", "month"):
            return _is_day(value)
        return isinstance(value, str) and value in (self.book.code_values(kind) or {})

    def _filed(self, here: str, row: dict, kind: str) -> None:
        parties, may = row.get("by"), self.book.kinds_of(self.book.records[kind].latest.by)
        for party in parties if isinstance(parties, list) and parties else [parties]:
            if self._one_of(here, "by", party, self.kinds) and self.kinds[party] not in may:
                self.add("example_wrong", name=party, why=f"这类组织不记“{self.book.title_of(kind)}”")

    def _expectation(self, row: dict) -> None:
        sorts = {"duty": (self.book.duties, DUTY_KEYS), "check": (self.book.checks, CHECK_KEYS), "indicator": (self.book.indicators, INDICATOR_KEYS)}
        written = [sort for sort in sorts if row.get(sort) is not None]
        if len(written) != 1:
            self.add("example_wrong", name="expect", why="每行要写 duty、check 或 indicator，只写一个")
            return
        sort = written[0]
        duty, name, (table, keys) = row.get("duty"), row[sort], sorts[sort]
        if not self._one_of("expect", sort, name, table):
            return
        self._keys(name, row, keys)
        if sort == "check":
            self._one_of(name, "of", row.get("of"), self.rows)
            self._one_of(name, "finding", row.get("finding"), CHECKED)
            return
        if "of" in row or duty is not None:
            self._holder(name, row)
        asked = [key for key in keys[2:] if key in row and key != "period"]
        if not asked:
            self.add("example_wrong", name=name, why="没有写期待什么：" + "、".join(key for key in keys[2:] if key != "period"))
        for key in asked:
            if key == "finding":
                self._one_of(name, key, row[key], catalogue.FINDINGS)
            else:
                self._count(name, row, key, notations.LARGEST)
        if duty is not None:
            lengths = list(dict.fromkeys("own" if edition.word.once or edition.word.counted_from else edition.word.every for edition in table[name].editions))
            period = row.get("period")
            if not isinstance(period, str) or not any(re.fullmatch(_PERIODS[every], period) for every in lengths):
                self.add("example_wrong", name=name, why="period 要写成 " + " 或 ".join(_SAMPLES[every] for every in lengths))

    def _holder(self, name: str, row: dict) -> None:
        """Whose answer is expected: an organization, a person, or a pair of people."""
        of, pairs = row.get("of"), name in self.book.duties and self.book.duties[name].latest.paired_with
        is_duty = name in self.book.duties
        also = self.people if is_duty and self.book.is_about_people(name) else self.rows if is_duty and self.book.is_about_rows(name) else ()
        known = [*self.kinds, *also]
        if pairs and not (isinstance(of, list) and len(of) == 2):
            self.add("example_wrong", name=name, why="of 要写一对人，例如 [\"甲\", \"乙\"]")
            return
        for each in of if isinstance(of, list) and of else [of]:
            self._one_of(name, "of", each, known)

    def _keys(self, here: str, row: Mapping, allowed: Iterable[str]) -> None:
        for key in row:
            if key not in allowed:
                self.add("example_unknown", name=key, why=f"{here} 不认识这个名称", near=_near(key, allowed))

    def _one_of(self, here: str, key: str, value: Any, known: Iterable[str]) -> bool:
        if isinstance(value, str) and value in known:
            return True
        self.add("example_unknown", name=_shown(value), why=f"{here} 的 {key} 里找不到它", near=_near(value, known))
        return False

    def _count(self, here: str, row: Mapping, key: str, most: int) -> bool:
        value = row.get(key, 0)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return True
        self.add("example_wrong", name=here, why=f"{key} 要写 0 至 {most} 的整数")
        return False

    def _day(self, here: str, row: Mapping, key: str) -> dt.date | None:
        if _is_day(row.get(key)):
            return row[key]
        self.add("example_wrong", name=here, why=f"{key} 要写日期，例如 2026-01-31，不加引号")
        return None


def _is_day(value: Any) -> bool:
    try:
        return not isinstance(value, str) and bool(notations.day(value))
    except Mistake:
        return False


def _near(value: Any, known: Iterable[str]) -> str:
    return nearest(value, known) if isinstance(value, str) else ""


def _shown(value: Any) -> str:
    return "（没有写）" if value is None else str(value)[:LONGEST_NAME]
