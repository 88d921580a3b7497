"""Who of the registry a described person probably is: for lists that come from outside. It finds, and decides nothing; a screen shows only those in its reader's scope."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from zugong.door.sealed import index_all
from zugong.door.sealing_keys import sealing_keys

from .id_numbers import PURPOSE, cleaned, is_sound
from .models import Person

CHUNK = 400  # persons a statement: SQLite takes so many parameters, under a few keys


@dataclass(frozen=True)
class Described:
    """One line of a list. `born_on`: its month counts; what is empty is not compared."""

    name: str
    born_on: dt.date | None = None
    id_number: str = ""


@dataclass(frozen=True)
class Likeness:
    """`person`: the id. `by`: "number", or "name_and_birth". `differs`: by number, but the name is another."""

    person: int
    by: str
    differs: bool = False


def likely_same(people: Iterable[Described]) -> list[list[Likeness]]:
    """For each described person those it may be: whoever holds its number, and nobody else then; else whoever has its name and month of birth and no other number. Two statements for four hundred."""
    found: list[list[Likeness]] = []
    rest = iter(people)
    while some := list(islice(rest, CHUNK)):
        found += _of_some(some)
    return found


def _of_some(some: list[Described]) -> Iterator[list[Likeness]]:
    indexes = _indexes(some)
    holders = {index: (pk, name) for pk, name, index in Person.objects.filter(id_number_index__in=[each for of in indexes for each in of]).values_list("pk", "name", "id_number_index")}
    names = {each.name for each in some if each.born_on}
    namesakes = defaultdict(list)
    for pk, name, born_on, index in Person.objects.filter(name__in=names, born_on__isnull=False).order_by("pk").values_list("pk", "name", "born_on", "id_number_index"):
        namesakes[name, born_on.year, born_on.month].append((pk, index))
    for each, own in zip(some, indexes, strict=True):
        holder = next((holders[index] for index in own if index in holders), None)
        if holder:
            yield [Likeness(holder[0], "number", differs=holder[1] != each.name)]
        else:
            alike = namesakes[each.name, each.born_on.year, each.born_on.month] if each.born_on else []
            yield [Likeness(pk, "name_and_birth") for pk, index in alike if not (own and index)]


def _indexes(some: list[Described]) -> list[list[str]]:
    """Of each number under every key here; none where there is no sound number."""
    numbers = [cleaned(each.id_number) if each.id_number else "" for each in some]
    sound = [number for number in numbers if is_sound(number)]
    under = [dict(zip(sound, index_all(sound, PURPOSE, key), strict=True)) for key in sealing_keys()]
    return [[of[number] for of in under if number in of] for number in numbers]
