"""The small notations that stand inside quotes: fields, comparisons, spans, due days, retention."""

import datetime as dt
import re
from dataclasses import dataclass

from .faults import Mistake

NAME = r"[a-z][a-z0-9_]*"
_FIELD = re.compile(rf"^({NAME})(\?)?(?: (\S.*))?$")
_COMPARE = re.compile(r"^(>=|<=|!=|=|>|<) (.+)$")
_OPERAND = re.compile(rf"^(?:(?P<number>\d+)|(?P<day>\d{{4}}-\d\d-\d\d)|(?P<today>today)|(?:(?P<n>\d+)/(?P<d>\d+) of |(?P<percent>\d+)% of |(?P<times>\d+) times )?(?P<column>{NAME}))$")
_DUE = re.compile(r"^(\d+) (days?|months?) (after|before) (start|end)$")
_KEEP = re.compile(rf"^(?:permanent|\d+ (?:days?|months?|years?) after {NAME}, then (?:delete|seal))$")
_OWN = re.compile(rf"^(?:(\d+)/(\d+) of )?own ({NAME})$")
PERIODS = ("month", "quarter", "half-year", "year")
SCALARS = ("text", "long_text", "yes_no", "count", "date", "month")
COUNTED_SCALARS = ("yes_no", "count", "date", "month")
# What no field may collect, whatever a file says (domain.md H and I).
FORBIDDEN = ("信仰", "宗教", "民族", "病情", "病史", "诊断", "亲属", "轨迹", "定位", "打卡", "积分", "排名", "忠诚度")


@dataclass(frozen=True)
class Field:
    """One column of a record kind. `type` is a scalar or the key of a code list."""

    key: str
    type: str
    title: str
    optional: bool


@dataclass(frozen=True)
class Comparison:
    """column sign (numerator/denominator of) column-or-number; dates and codes stand in `value`."""

    sign: str
    value: int | dt.date | str | bool | None = None
    column: str | None = None
    numerator: int = 1
    denominator: int = 1


@dataclass(frozen=True)
class Due:
    """Last day on which what is owed still counts: `amount` units after or before the period's start or end."""

    amount: int
    unit: str
    before: bool
    anchor: str


@dataclass(frozen=True)
class Bound:
    """The demanded number: a whole number, or numerator/denominator of a column of the holder."""

    sign: str
    number: int | None
    column: str | None = None
    numerator: int = 1
    denominator: int = 1


def field(key: str, text: str) -> Field:
    """Read "type 中文名"; Mistake bad_field, bounded."""
    found = _FIELD.match(text)
    if not found or not found[3]:
        raise Mistake("bad_field", text=text)
    if any(word in found[3] for word in FORBIDDEN):
        raise Mistake("bounded", text=found[3])
    return Field(key, found[1], found[3], bool(found[2]))


def day(text: str) -> dt.date:
    """Read an ISO date; Mistake bad_date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Mistake("bad_date", text=text) from None


def comparisons(text: str | int | bool | dt.date | list) -> list[Comparison]:
    """Read the value of one condition; all comparisons returned must hold. Mistake bad_condition."""
    if isinstance(text, list):
        if not text or not all(isinstance(code, str) and re.fullmatch(NAME, code) for code in text):
            raise Mistake("bad_condition", text=str(text))
        return [Comparison("in", value=tuple(text))]
    if not isinstance(text, str):
        if isinstance(text, (bool, int, dt.date)):
            return [Comparison("=", value=text)]
        raise Mistake("bad_condition", text=str(text))
    if text in ("given", "empty"):
        return [Comparison(text)]
    if text.startswith("not ") and re.fullmatch(NAME, text[4:]):
        return [Comparison("!=", value=text[4:])]
    if re.fullmatch(NAME, text):
        return [Comparison("=", value=text)]
    return [_comparison(part, text) for part in text.split(" and ")]


def _comparison(part: str, whole: str) -> Comparison:
    found = _COMPARE.match(part.strip())
    operand = _OPERAND.match(found[2]) if found else None
    if not operand:
        raise Mistake("bad_condition", text=whole)
    if operand["number"]:
        return Comparison(found[1], value=int(operand["number"]))
    if operand["day"]:
        return Comparison(found[1], value=day(operand["day"]))
    if operand["today"]:
        return Comparison(found[1], value="today")
    numerator = int(operand["n"] or operand["percent"] or operand["times"] or 1)
    denominator = int(operand["d"] or (100 if operand["percent"] else 1))
    if denominator == 0:
        raise Mistake("bad_condition", text=whole)
    return Comparison(found[1], column=operand["column"], numerator=numerator, denominator=denominator)


def due(text: str) -> Due:
    """Read "10 days after end"; Mistake bad_due."""
    found = _DUE.match(text)
    if not found:
        raise Mistake("bad_due", text=text)
    return Due(int(found[1]), found[2].rstrip("s"), found[3] == "before", found[4])


def bound(sign: str, value: int | str) -> Bound:
    """Read the number after at_least, at_most or exactly; Mistake bad_condition."""
    if isinstance(value, int):
        return Bound(sign, value)
    found = _OWN.match(value)
    if not found or found[2] == "0":
        raise Mistake("bad_condition", text=value)
    return Bound(sign, None, found[3], int(found[1] or 1), int(found[2] or 1))


def keep(text: str) -> str:
    """Check a retention phrase; Mistake bad_keep."""
    if not _KEEP.match(text):
        raise Mistake("bad_keep", text=text)
    return text
