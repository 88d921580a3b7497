"""A word's editions: each dated value or repeated word that begins on a day opens one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from .faults import Mistake
from .words import Word


@dataclass(frozen=True)
class Edition:
    """A word as it reads from `since` (included) to `until` (excluded)."""

    since: dt.date
    until: dt.date | None
    word: Any


def editions(words: list[Word], begins: dt.date, ends: dt.date | None) -> list[Edition]:
    """Editions of the words that share one key, in order of time; Mistake same_day."""
    starts = [(word.since or begins, word) for word in words]
    starts.sort(key=lambda pair: pair[0])
    for (first, _), (second, _) in zip(starts, starts[1:], strict=False):
        if first == second:
            raise Mistake("same_day", since=str(first))
    made = []
    for number, (since, word) in enumerate(starts):
        until = min(filter(None, (starts[number + 1][0] if number + 1 < len(starts) else None, word.until, ends)), default=None)
        breaks = sorted({day for day in _days(word) if day > since and (until is None or day < until)} | {since})
        for place, day in enumerate(breaks):
            stop = breaks[place + 1] if place + 1 < len(breaks) else until
            made.append(Edition(day, stop, _at(word, day)))
    return made


def in_force(found: list[Edition], on: dt.date) -> Any | None:
    """The word that holds on a day, or None."""
    return next((edition.word for edition in found if edition.since <= on and (edition.until is None or on < edition.until)), None)


def _is_dated(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(key[:1].isdigit() for key in value)


def _days(word: BaseModel) -> set[dt.date]:
    found: set[dt.date] = set()
    for name in type(word).model_fields:
        value = getattr(word, name)
        if isinstance(value, BaseModel):
            found |= _days(value)
        elif _is_dated(value):
            found |= {dt.date.fromisoformat(day) for day in value}
    return found


def _at(word: BaseModel, on: dt.date) -> BaseModel:
    changed = {}
    for name in type(word).model_fields:
        value = getattr(word, name)
        if isinstance(value, BaseModel) and _days(value):
            changed[name] = _at(value, on)
        elif _is_dated(value):
            begun = [day for day in sorted(value) if dt.date.fromisoformat(day) <= on]
            changed[name] = value[begun[-1]] if begun else value[min(value)]
    return word.model_copy(update=changed) if changed else word
