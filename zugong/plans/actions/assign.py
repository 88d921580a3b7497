import datetime as dt

from django.db.models import F

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.plans.models import Sentence
from zugong.registry.models import Organization


def assign(
    sentence: Sentence, *, lead: Organization | None, cooperating: list[Organization], due_on: dt.date | None, version: int, by: int, at: dt.datetime
) -> None:
    """Name the lead unit, the cooperating units and the due date of a measure."""
    if lead and lead in cooperating:
        raise Refused("牵头单位不能同时是配合单位", "cooperating")
    if not Sentence.objects.filter(pk=sentence.pk, version=version).update(lead=lead, due_on=due_on, version=F("version") + 1):
        raise Refused("别人刚刚改过这条举措，请核对后再存")
    sentence.cooperating.set(cooperating)
    write(sentence.address, "assign", by=by, at=at, fields=["lead", "cooperating", "due_on"])
