import datetime as dt

from django.db.models import F

from zugong.door.clock import SHANGHAI
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.id_numbers import cleaned, contradictions
from zugong.registry.models import Person
from zugong.registry.numbered import FIELD, give


def enter_id_number(person: Person, number: str, *, version: int, reason: str, compared: bool = False, by: int | None, at: dt.datetime) -> None:
    """Enter a person's identity number or put another in its place. Refused: without a reason, no sound number, held by another (Taken), somebody was faster, or contradicting what is written of the person unless `compared` with the card."""
    if not reason.strip():
        raise Refused("请写明原因或依据，例如：照身份证登记", "reason")
    verb = "replace_id_number" if person.id_number else "enter_id_number"
    give(person, number, on=at.astimezone(SHANGHAI).date())
    if not compared and (said := contradictions(cleaned(number), person.born_on, person.gender)):
        raise Refused(f"{'；'.join(said)}。请核对证件和资料；证件上确实如此，请勾选“已核对证件”再登记", FIELD)
    found = Person.objects.filter(pk=person.pk, version=version)
    if not found.update(version=F("version") + 1, id_number=person.id_number, id_number_index=person.id_number_index):
        raise Refused("别人刚刚改过这个人的资料，请核对后再存")
    write(person.address, verb, by=by, at=at, fields=[FIELD], reason=reason)
