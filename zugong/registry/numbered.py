"""Who holds which identity number: the place of this room that seals them and finds people by them."""

import datetime as dt

from django.db.models import QuerySet

from zugong.door.refusal import Refused
from zugong.door.sealed import index_all, indexes_of, seal_all

from .id_numbers import PURPOSE, cleaned, is_sound, refusal
from .models import Person

FIELD = "id_number"


class Taken(Refused):
    """The number is held by another; `person` is the id, for a screen that may name that one to its reader."""

    def __init__(self, person: int):
        super().__init__("这个号码已经登记在另一个人名下，不能再登记。请核对证件；若确是同一个人登记了两次，请报上级组织部门处理", FIELD)
        self.person = person


def columns_of(numbers: list[str]) -> list[dict[str, str]]:
    """What a person's row gets for each cleaned number: sealed, and its blind index."""
    pairs = zip(seal_all(numbers, PURPOSE), index_all(numbers, PURPOSE), strict=True)
    return [{"id_number": sealed, "id_number_index": index} for sealed, index in pairs]


def people_numbered(text: str) -> QuerySet[Person]:
    """Whoever holds this whole number, whichever key here its row was indexed with; nobody for a part of one."""
    number = cleaned(text)
    return Person.objects.filter(id_number_index__in=indexes_of(number, PURPOSE)) if is_sound(number) else Person.objects.none()


def give(person: Person, text: str, *, on: dt.date) -> None:
    """Set the columns of a person that is saved next. Refused: no sound number on that day, or held by another."""
    if why := refusal(text, on):
        raise Refused(why, FIELD)
    number = cleaned(text)
    if holder := people_numbered(number).exclude(pk=person.pk).values_list("pk", flat=True).first():
        raise Taken(holder)
    person.id_number, person.id_number_index = columns_of([number])[0].values()
