"""The words of the language as strict models: shape only, names are resolved by the linker."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from . import notations
from .faults import CLASSES, Mistake


def _custom(mistake: Mistake) -> PydanticCustomError:
    return PydanticCustomError(mistake.code, "{message}", {"message": str(mistake), **mistake.details})


def _refuse(code: str, **details: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": CLASSES[code].format(**details)})


def _reads(notation):
    def check(value):
        try:
            notation(value)
        except Mistake as mistake:
            raise _custom(mistake) from None
        return value

    return AfterValidator(check)


def _name(value: str) -> str:
    if not re.fullmatch(notations.NAME, value):
        raise _refuse("bad_name", name=value)
    return value


def _dated(notation):
    """Accept a plain value or a table { first day = value }."""

    def check(value):
        for key, part in (value.items() if isinstance(value, dict) else [(None, value)]):
            if key is not None:
                notations.day(key)
            notation(part)

    return _reads(check)


def _condition(value: dict) -> None:
    for part in value.values():
        if isinstance(part, dict):
            _condition(part)
        else:
            notations.comparisons(part)


def _every(value: str) -> None:
    if value not in notations.PERIODS:
        raise Mistake("bad_every", text=value)


Key = Annotated[str, AfterValidator(_name)]
Where = Annotated[dict[str, Any], _reads(_condition)]
Amount = Annotated[int | str | dict[str, int | str], _dated(lambda value: notations.bound(">=", value))]
DueDay = Annotated[str | dict[str, str], _dated(notations.due)]
Every = Annotated[str, _reads(_every)]
Keep = Annotated[str, _reads(notations.keep)]


class Strict(BaseModel):
    """Unknown keys are refused; "2" is not a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Basis(Strict):
    """A document a rule rests on, and how far its text was checked."""

    key: Key
    document: str
    articles: list[str] = []
    proof: Literal["verified", "secondary", "unverified", "local"]
    checked: dt.date | None = None


class Word(Strict):
    """What record, duty and indicator share."""

    key: Key
    title: str
    covers: list[str] = []
    basis: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self):
        if self.since and self.until and self.until <= self.since:
            raise _refuse("dates_reversed", since=str(self.since), until=str(self.until))
        return self


class Office(Strict):
    """A seat that may be named as owner or reader."""

    key: Key
    title: str
    at: str = "department"
    role: str | None = None


class Group(Strict):
    """Organizations or people that satisfy a condition."""

    key: Key
    title: str
    of: str
    where: Where = {}


class Codes(Strict):
    """A list of allowed answers; a value is ended, never removed."""

    key: Key
    title: str
    values: dict[Key, str]
    ended: dict[Key, dt.date] = {}


class FieldTable(Strict):
    """The long form of a field."""

    type: str
    title: str
    help: str = ""
    seen_by: list[str] = []
    mask: Literal["none", "middle"] = "none"
    keep: Keep | None = None
    longest: int | None = None


class Record(Word):
    """A kind of thing that happened."""

    by: str
    roll: str | None = None
    fields: dict[Key, str | FieldTable] = {}
    seen_by: list[str]
    keep: Keep


class Tally(Strict):
    """A number about facts: count, sum or distinct of one kind, filtered, and (in a duty) bounded."""

    count: str | None = None
    sum: str | None = None
    distinct: str | None = None
    of: str | None = None
    where: Where = {}
    at_least: Amount | None = None
    at_most: Amount | None = None
    exactly: Amount | None = None

    @model_validator(mode="after")
    def _one_head(self):
        heads = [name for name in ("count", "sum", "distinct") if getattr(self, name) is not None]
        if len(heads) != 1 or (heads[0] == "count") == (self.of is not None):
            raise _refuse("one_shape", names="count，或 sum 加 of，或 distinct 加 of")
        return self

    @property
    def fact(self) -> str:
        return self.count or self.of or ""

    @property
    def bounds(self) -> dict[str, Any]:
        signs = {"at_least": ">=", "at_most": "<=", "exactly": "="}
        return {sign: getattr(self, name) for name, sign in signs.items() if getattr(self, name) is not None}


class Duty(Word):
    """What is owed by each holder in each period."""

    basis: str
    who: str
    where: Where = {}
    every: Every
    expects: Tally | None = None
    must: Where | None = None
    due: DueDay | None = None

    @model_validator(mode="after")
    def _one_demand(self):
        if (self.expects is None) == (self.must is None):
            raise _refuse("one_shape", names="expects（要做几次）、must（要具备什么）")
        if self.expects and len(self.expects.bounds) != 1:
            raise _refuse("one_bound")
        return self


class Indicator(Word):
    """A named number: a value, or a part of a whole. Targets belong to the year's plan."""

    per: str | None = None
    unit: str = "次"
    value: Tally | None = None
    part: Tally | None = None
    whole: Tally | None = None

    @model_validator(mode="after")
    def _one_form(self):
        if (self.value is None) == (self.part is None) or (self.part is None) != (self.whole is None):
            raise _refuse("one_shape", names="value，或 part 加 whole")
        return self


class Example(Strict):
    """Given these facts, as of this day, expect these answers."""

    name: str
    as_of: dt.date
    given: list[dict[str, Any]]
    expect: dict[str, Any] | list[dict[str, Any]]


class Mechanism(Strict):
    """One file."""

    title: str
    summary: str = ""
    covers: list[str] = []
    owner: str
    since: dt.date
    until: dt.date | None = None
    checked: dt.date
    aliases: list[str] = []
    bounds: list[str] = []
    basis: list[Basis] = []
    codes: list[Codes] = []
    office: list[Office] = []
    group: list[Group] = []
    record: list[Record] = []
    duty: list[Duty] = []
    indicator: list[Indicator] = Field(default=[])
    example: list[Example] = []

    @model_validator(mode="after")
    def _in_order(self):
        if self.until and self.until <= self.since:
            raise _refuse("dates_reversed", since=str(self.since), until=str(self.until))
        return self

    @property
    def words(self) -> list[tuple[str, Word]]:
        """All words that cover cells, with the word's name."""
        return [(name, word) for name in ("record", "duty", "indicator") for word in getattr(self, name)]
