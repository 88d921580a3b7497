"""One value of a backup as text: PostgreSQL's own COPY text, which that engine writes and reads unaided. Here SQLite is taught it."""

import json
import re
from collections.abc import Callable

from django.db.models import Field

NUMBERS = ("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField")
SORTS = dict.fromkeys(NUMBERS, "number") | dict.fromkeys(("CharField", "TextField", "SlugField", "FileField", "FilePathField", "GenericIPAddressField"), "text")
SORTS |= {"BooleanField": "truth", "DateField": "day", "TimeField": "time", "DateTimeField": "moment", "DecimalField": "decimal", "FloatField": "fraction", "BinaryField": "bytes", "UUIDField": "uuid", "JSONField": "json"}

# What SQLite holds, as COPY text; {} is the quoted column.
OUT = {
    "number": "CAST({} AS TEXT)",
    "text": r"replace(replace(replace(replace({},'\','\\'),char(9),'\t'),char(10),'\n'),char(13),'\r')",
    "truth": "CASE WHEN {} THEN 't' ELSE 'f' END",
    "day": "CAST({} AS TEXT)",
    "time": "CAST({} AS TEXT)",
    "moment": "CAST({} AS TEXT) || '+00'",
    "decimal": "printf('%.{places}f', {})",
    "fraction": "printf('%!.17g', {})",
    "bytes": r"'\\x' || lower(hex({}))",
    "uuid": "CAST({} AS TEXT)",
}
OUT["json"] = OUT["text"]
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Unspeakable(TypeError):
    """A column of a sort that a backup has no words for: teach it here before a table gets one."""


def sort_of(field: Field) -> str:
    """The sort of a column; a foreign key's is that of what it points to."""
    while field.remote_field:
        field = field.target_field
    kind = field.get_internal_type()
    if kind not in SORTS:
        raise Unspeakable(f"{field}: {kind}")
    return SORTS[kind]


def sqlite_text(name: str, sort: str, places: int) -> str:
    """An SQL expression for one column's text in SQLite, NULL included."""
    quoted = '"' + name.replace('"', '""') + '"'
    return rf"CASE WHEN {quoted} IS NULL THEN '\N' ELSE {OUT[sort].replace('{places}', str(places)).replace('{}', quoted)} END"


def plain(text: str) -> str:
    """A text without the marks of COPY."""
    return ESCAPED.sub(lambda match: MEANT.get(match[1], match[1]), text)


def _moment(text: str) -> str:
    """As Django keeps it in SQLite: without a zone, and with six digits behind the second or none, so that text sorts as time."""
    bare = text[:-3]
    return bare.ljust(26, "0") if len(bare) > 19 else bare


def _time(text: str) -> str:
    return text.ljust(15, "0") if len(text) > 8 else text


# What SQLite does not take as it stands.
IN: dict[str, Callable[[str], object]] = {
    "truth": lambda text: 1 if text == "t" else 0,
    "moment": _moment,
    "time": _time,
    "bytes": lambda text: bytes.fromhex(text[2:]),
    "uuid": lambda text: text.replace("-", ""),
    "json": lambda text: json.dumps(json.loads(text)),
    "fraction": float,
}
