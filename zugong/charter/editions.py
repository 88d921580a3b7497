"""A word's editions: each dated value or repeated word that begins on a day opens one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from . import notations
from .faults import Mistake
from .words import Word


@dataclass(frozen=True)
class Edition:
    """A word as it reads from `since` (included) to `until` (excluded)."""

    since: dt.date
    until: dt.date | None
    word: Any


def editions(words: list[Word], begins: dt.date, ends: dt.date | None) -> list[Edition]:
    """Editions of the words that share one key, in order of time; Mistake same_day, dates_reversed."""
    starts = sorted(((word.since or begins, word) for word in words), key=lambda pair: pair[0])
    made = []
    for number, (since, word) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else None
        if since == following:
            raise Mistake("same_day", since=str(since))
        until = min(filter(None, (following, word.until, ends)), default=None)
        if until and until <= since:
            raise Mistake("dates_reversed", since=str(since), until=str(until))
        breaks = sorted({day for day in _days(word) if day > since and (until is None or day < until)} | {since})
        for place, day in enumerate(breaks):
            stop = breaks[place + 1] if place + 1 < len(breaks) else until
            made.append(Edition(day, stop, _at(word, day)))
    return made


def in_force(found: list[Edition], on: dt.date) -> Any | None:
    """The word that holds on a day, or None."""
    return next((edition.word for edition in found if edition.since <= on and (edition.until is None or on < edition.until)), None)


def _days(value: Any) -> set[dt.date]:
    """First days of all dated values in a word."""
    if isinstance(value, BaseModel):
        return set().union(*(_days(getattr(value, name)) for name in type(value).model_fields))
    if notations.is_dated(value):
        return {day for day, _ in notations.begun(value)}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_days, parts))


def _at(value: Any, on: dt.date) -> Any:
    """A value as it reads on a day; before a dated value's first day, its first one."""
    if isinstance(value, BaseModel):
        changed = {name: _at(getattr(value, name), on) for name in type(value).model_fields if _days(getattr(value, name))}
        return value.model_copy(update=changed) if changed else value
    if notations.is_dated(value):
        parts = notations.begun(value)
        return next((part for day, part in reversed(parts) if day <= on), parts[0][1])
    if isinstance(value, list):
        return [_at(part, on) for part in value]
    return {key: _at(part, on) for key, part in value.items()} if isinstance(value, dict) else value
