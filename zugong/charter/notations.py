"""The small notations that stand inside quotes: fields, comparisons, amounts, due days, retention. A reader raises Mistake and nothing else."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .faults import Mistake

NAME = r"[a-z][a-z0-9_]*"
LONGEST_NAME = 60
LARGEST = 999_999_999
YEARS = (1900, 2100)
_N = r"[0-9]{1,9}"
_FIELD = re.compile(rf"({NAME})(\?)? (\S.*)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPARE = re.compile(r"(>=|<=|!=|=|>|<) (.+)")
_OPERAND = re.compile(
    rf"(?P<number>{_N})|(?P<day>{_DAY.pattern})|(?P<today>today)"
    rf"|(?:(?P<n>{_N})/(?P<d>{_N}) of |(?P<percent>{_N})% of |(?P<times>{_N}) times |(?P<span>[0-9]{{1,3}}) (?P<unit>day|month|year)s? after )?(?P<column>{NAME})"
)
_RATIO = re.compile(rf"({NAME}(?: : {NAME})+) <= ([0-9]{{1,3}}(?: : [0-9]{{1,3}})+)")
_DUE = re.compile(r"([0-9]{1,3}) (day|working day|month)s? (?:(after) (start|end)|(before) (end))(, then next working day)?")
_LEAD = re.compile(r"([0-9]{1,3}) (day|month)s? before")
_HOURS = re.compile(r"([0-9]{1,6}) hours")
_PICKS = re.compile(r"([0-9]{1,3})(?:(\.\.)([0-9]{1,3})?)?")
_KEEP = re.compile(rf"permanent|[0-9]{{1,3}} (?:days?|months?|years?) after ({NAME}), then (?:delete|seal)")
_OWN = re.compile(rf"(?:({_N})/({_N}) of )?own ({NAME})")
_ORDER = re.compile(rf"(strokes of )?({NAME})")
PLACEHOLDER = re.compile(rf"\{{({NAME})\}}")
PERIODS = ("month", "quarter", "half-year", "year")
SCALARS = ("text", "long_text", "yes_no", "count", "date", "month")
# What a ledger's field may be beside them, a code list, a group of organizations, or another ledger.
KEPT_SCALARS = (*SCALARS, "money", "partial_date", "phone", "credit_code", "organization", "person")
# Words of the conditions; neither a code nor a field may be called so.
RESERVED = ("given", "empty", "today", "own")
# The subject's own organization (or Party group), and the branch it belongs to as an ordinary member.
_OWN_COLUMN = re.compile(rf"own ({NAME})")
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
    """column sign (numerator/denominator of) column-or-number; dates and codes stand in `value`.

    `after`: so many days, months or years after the date in `column`. Sign "own": the same as the subject's own column `value`.
    """

    sign: str
    value: int | dt.date | str | bool | tuple[str, ...] | None = None
    column: str | None = None
    numerator: int = 1
    denominator: int = 1
    after: tuple[int, str] | None = None


@dataclass(frozen=True)
class Ratio:
    """No beginning of `columns` may have more than its share: `shares` are the parts of the whole."""

    columns: tuple[str, ...]
    shares: tuple[int, ...]


@dataclass(frozen=True)
class Due:
    """Last day on which what is owed still counts: `amount` units after or before the period's start or end.

    `shifts`: a day that is not worked moves to the next one that is.
    """

    amount: int
    unit: str
    before: bool
    anchor: str
    shifts: bool = False


@dataclass(frozen=True)
class Lead:
    """How long before a day something begins to be asked for."""

    amount: int
    unit: str


@dataclass(frozen=True)
class Picks:
    """How many people a roll names when only those who took part stand on it; `most` None: no limit."""

    least: int
    most: int | None


@dataclass(frozen=True)
class Order:
    """How the rows of a roster stand: by a column, or by the strokes of the names in it."""

    column: str
    by_strokes: bool


@dataclass(frozen=True)
class Bound:
    """The demanded number: a whole number, or numerator/denominator of a column of the holder."""

    sign: str
    number: int | None
    column: str | None = None
    numerator: int = 1
    denominator: int = 1


def name(text: Any) -> str:
    """Check a key; Mistake bad_name."""
    if not isinstance(text, str) or not re.fullmatch(NAME, text) or len(text) > LONGEST_NAME:
        raise Mistake("bad_name", name=text)
    return text


def field(key: str, text: Any) -> Field:
    """Read "count? title"; Mistake bad_field, bounded."""
    if not isinstance(text, str):
        raise Mistake("bad_field", text=text)
    return _field(key, text)


@lru_cache(maxsize=16384)
def _field(key: str, text: str) -> Field:
    found = _FIELD.fullmatch(text)
    if not found:
        raise Mistake("bad_field", text=text)
    if any(word in found[3] for word in FORBIDDEN):
        raise Mistake("bounded", text=found[3])
    return Field(key, found[1], found[3], bool(found[2]))


def day(value: Any) -> dt.date:
    """Read a date, or its ISO text; Mistake bad_date."""
    try:
        found = dt.date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value
    except ValueError:
        found = None
    if type(found) is not dt.date or not YEARS[0] <= found.year <= YEARS[1]:
        raise Mistake("bad_date", text=value)
    return found


def is_dated(value: Any) -> bool:
    """Whether this is a table { first day = value }, by the look of its keys."""
    return isinstance(value, dict) and any(isinstance(key, str) and key[:1].isdigit() for key in value)


def begun(value: dict) -> list[tuple[dt.date, Any]]:
    """A dated table's first days with their values, in order of time; Mistake bad_date."""
    return sorted(((day(key), part) for key, part in value.items()), key=lambda pair: pair[0])


def plain(value: Any) -> list[Any]:
    """All values of a dated table, or the one plain value."""
    return list(value.values()) if is_dated(value) else [value]


def comparisons(value: Any) -> list[Comparison]:
    """Read the value of one condition; all comparisons returned must hold. Mistake bad_condition, bad_date."""
    if isinstance(value, list) and value and all(isinstance(code, str) and re.fullmatch(NAME, code) for code in value):
        return [Comparison("in", value=tuple(value))]
    if type(value) is dt.date:
        return [Comparison("=", value=day(value))]
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST):
        return [Comparison("=", value=value)]
    if not isinstance(value, str):
        raise Mistake("bad_condition", text=value)
    if value in ("given", "empty"):
        return [Comparison(value)]
    if own := _OWN_COLUMN.fullmatch(value):
        return [Comparison("own", value=own[1])]
    if value.startswith("not ") and re.fullmatch(NAME, value[4:]):
        return [Comparison("!=", value=value[4:])]
    if re.fullmatch(NAME, value):
        return [Comparison("=", value=value)]
    return [_comparison(part, value) for part in value.split(" and ")]


def _comparison(part: str, whole: str) -> Comparison:
    found = _COMPARE.fullmatch(part)
    operand = _OPERAND.fullmatch(found[2]) if found else None
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
    after = (int(operand["span"]), operand["unit"]) if operand["span"] else None
    return Comparison(found[1], column=operand["column"], numerator=numerator, denominator=denominator, after=after)


def ratio(text: Any) -> Ratio:
    """Read "a : b : c <= 1 : 3 : 6"; Mistake bad_ratio."""
    found = _RATIO.fullmatch(text) if isinstance(text, str) else None
    columns, shares = (tuple(found[1].split(" : ")), tuple(int(part) for part in found[2].split(" : "))) if found else ((), ())
    if len(columns) != len(shares) or not columns or sum(shares) == 0:
        raise Mistake("bad_ratio", text=text)
    return Ratio(columns, shares)


def due(text: Any) -> Due:
    """Read "10 days after end"; Mistake bad_due."""
    found = _DUE.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise Mistake("bad_due", text=text)
    return Due(int(found[1]), found[2], bool(found[5]), found[4] or found[6], bool(found[7]))


def lead(text: Any) -> Lead:
    """Read "6 months before"; Mistake bad_lead."""
    found = _LEAD.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise Mistake("bad_lead", text=text)
    return Lead(int(found[1]), found[2])


def picks(text: Any) -> Picks:
    """Read "2", "1..3" or "1.."; Mistake bad_picks."""
    found = _PICKS.fullmatch(text) if isinstance(text, str) else None
    least = int(found[1]) if found else 0
    most = (int(found[3]) if found[3] else None) if found and found[2] else least
    if not found or least < 1 or (most is not None and most < least):
        raise Mistake("bad_picks", text=text)
    return Picks(least, most)


def bound(sign: str, value: Any) -> Bound:
    """Read the number after at_least, at_most or exactly, hours as minutes; Mistake bad_amount."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
        return Bound(sign, value)
    if isinstance(value, str) and (hours := _HOURS.fullmatch(value)):
        return Bound(sign, 60 * int(hours[1]))
    found = _OWN.fullmatch(value) if isinstance(value, str) else None
    if not found or int(found[2] or 1) == 0:
        raise Mistake("bad_amount", text=value)
    return Bound(sign, None, found[3], int(found[1] or 1), int(found[2] or 1))


def every(text: Any) -> str:
    """Check the name of a period; Mistake bad_every."""
    if text not in PERIODS:
        raise Mistake("bad_every", text=text)
    return text


def keep(text: Any) -> str:
    """The column from which a retention phrase counts, "" for permanent; Mistake bad_keep."""
    found = _KEEP.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise Mistake("bad_keep", text=text)
    return found[1] or ""


def order(text: Any) -> Order:
    """Read "strokes of name" or "ends_on"; Mistake bad_order."""
    found = _ORDER.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise Mistake("bad_order", text=text)
    return Order(found[2], bool(found[1]))


def placeholders(text: Any) -> list[str]:
    """The columns that a paragraph names as {column}, each once; Mistake bad_placeholder."""
    if not isinstance(text, str) or re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        raise Mistake("bad_placeholder", text=text)
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))
