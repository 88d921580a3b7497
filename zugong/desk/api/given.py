"""What a system may send: nothing unknown, nothing of another type, every text with an end."""

import datetime as dt
import re
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from zugong.charter.catalogue import ABSENCES, DOMAINS, ORGANIZATION_KINDS, STANDINGS
from zugong.registry.models import Person

LARGEST = 2**53 - 1  # every JSON reader holds it exactly
MOST_ROWS = 200


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        day = dt.date.fromisoformat(value)
        if day.year >= 1900:
            return day
    raise ValueError


def _whole(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,16}", value):
        return int(value)
    raise ValueError


def text(longest: int, pattern: str = r"^[^\x00]*$"):
    """A text without the character that databases do not hold."""
    return Annotated[str, StringConstraints(max_length=longest, pattern=pattern)]


Id = Annotated[int, Field(ge=1, le=LARGEST)]
AskedId = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(_whole)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]
Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{16,40}$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Value = text(4000) | Annotated[int, Field(ge=-LARGEST, le=LARGEST)] | bool
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
OrganizationKind, Domain = Literal[tuple(ORGANIZATION_KINDS)], Literal[tuple(DOMAINS)]
Standing, Absence, Gender = Literal[tuple(STANDINGS)], Literal[tuple(ABSENCES)], Literal[tuple(Person.GENDERS)]


class Given(Schema):
    """A body: unknown names are refused, and "5" is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(Schema):
    """The address of a list: a page begins behind the id `after`."""

    after: Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(_whole)] = Field(0, description="上一页答复里的 next")
    size: Annotated[int, Field(ge=1, le=MOST_ROWS), BeforeValidator(_whole)] = Field(50, description=f"一页几行，最多 {MOST_ROWS}")


def unasked(description: str = ""):
    """A condition that may be left out, and is none then; null cannot be sent in an address."""
    return Field(default_factory=lambda: None, description=description or None)


class Reasoned(Given):
    reason: Reason


def as_typed(value: str | int | bool) -> str:
    """A value as it would be typed into the form that checks it."""
    return str(int(value)) if isinstance(value, bool) else str(value)
