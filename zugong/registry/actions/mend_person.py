import datetime as dt

from django.db.models import F

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.initials import initials_of_person
from zugong.registry.models import Person


def mend_person(person: Person, changes: dict, *, version: int, reason: str, by: int | None, at: dt.datetime) -> None:
    """Correct what is written of a person. Refused without a reason, or when somebody else was faster."""
    if not reason.strip():
        raise Refused("请写明更正的原因", "reason")
    found_by = {"initials": initials_of_person(changes["name"])} if "name" in changes else {}
    if not Person.objects.filter(pk=person.pk, version=version).update(version=F("version") + 1, **changes, **found_by):
        raise Refused("别人刚刚改过这个人的资料，请核对后再存")
    write(person.address, "mend_person", by=by, at=at, fields=changes, reason=reason)
