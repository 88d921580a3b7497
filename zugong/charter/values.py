"""The types of single values in a rule file: a wrong one is refused where it stands, with the class of its mistake."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from . import notations
from .faults import Mistake


class Strict(BaseModel):
    """Unknown keys are refused; "2" is not a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def refuse(code: str, **details: str) -> PydanticCustomError:
    """The error that carries a class of mistake through pydantic."""
    return PydanticCustomError(code, str(Mistake(code, **details)))


def checked(notation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Run a notation over a value and hand the value on unchanged."""

    def check(value):
        try:
            notation(value)
        except Mistake as mistake:
            raise refuse(mistake.code, **mistake.details) from None
        return value

    return check


def _text(value: str) -> None:
    if not value.strip() or not value.replace("\n", " ").isprintable():
        raise Mistake("blank")


def _filled(value: list | dict) -> None:
    if not value:
        raise Mistake("blank")


def _unreserved(value: str) -> None:
    if value in notations.RESERVED:
        raise Mistake("duplicate_key", name=value, where="条件里的词")


def _dated(notation: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Accept a plain value or a table { first day = value }."""

    def check(value):
        if isinstance(value, dict):
            _filled(value)
            for _, part in notations.begun(value):
                notation(part)
        else:
            notation(value)

    return check


def _as_table(value: Any) -> Any:
    """The short form of a field as its long form."""
    try:
        read = notations.field("", value) if isinstance(value, str) else None
    except Mistake as mistake:
        raise refuse(mistake.code, **mistake.details) from None
    return {"type": value.split(" ")[0], "title": read.title} if read else value


def as_list(value: Any) -> Any:
    """A single value as a list of one."""
    return value if isinstance(value, list) else [value]


Text = Annotated[str, AfterValidator(checked(_text))]
Key = Annotated[str, AfterValidator(checked(notations.name))]
Free = Annotated[Key, AfterValidator(checked(_unreserved))]
Day = Annotated[dt.date, AfterValidator(checked(notations.day))]
Texts = Annotated[list[Text], AfterValidator(checked(_filled))]
Titles = Annotated[dict[Free, Text], AfterValidator(checked(_filled))]
Where = dict[Key, Annotated[Any, AfterValidator(checked(notations.comparisons))]]
DatedWhere = dict[Key, Annotated[Any, AfterValidator(checked(_dated(notations.comparisons)))]]
Demand = Annotated[DatedWhere, AfterValidator(checked(_filled))]
Amount = Annotated[Any, AfterValidator(checked(_dated(lambda value: notations.bound(">=", value))))]
DueDay = Annotated[Any, AfterValidator(checked(_dated(notations.due)))]
Lead = Annotated[str, AfterValidator(checked(notations.lead))]
Ratio = Annotated[str, AfterValidator(checked(notations.ratio))]
Picks = Annotated[str, AfterValidator(checked(notations.picks))]
Keys = Annotated[list[Key], BeforeValidator(as_list), AfterValidator(checked(_filled))]
Every = Annotated[str, AfterValidator(checked(notations.every))]
Keep = Annotated[str, AfterValidator(checked(notations.keep))]
Rows = Annotated[list[dict[str, Any]], BeforeValidator(as_list)]
short_field = BeforeValidator(_as_table)
