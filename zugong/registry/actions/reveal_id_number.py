import datetime as dt

from zugong.door.refusal import Refused
from zugong.door.sealed import opened
from zugong.journal.actions.note_reading import note_reading
from zugong.journal.actions.write import write
from zugong.registry.id_numbers import PURPOSE
from zugong.registry.models import Person


def reveal_id_number(person: Person, *, reason: str, by: int, at: dt.datetime) -> str:
    """The whole number, for one page; before it a line in the reading log and one in the journal that gives the reason. Refused: without a reason, there is none, or its key is not here."""
    if not reason.strip():
        raise Refused("请写明为什么要看全号", "reason")
    if not person.id_number:
        raise Refused("此人没有登记身份证号码")
    number = opened(person.id_number, PURPOSE)
    note_reading(number_address(person), by=by, at=at)
    write(person.address, "reveal_id_number", by=by, at=at, fields=["id_number"], reason=reason)
    return number


def number_address(person: Person) -> str:
    """Where the whole number is read, for the reading log."""
    return f"{person.address}/id-number"
