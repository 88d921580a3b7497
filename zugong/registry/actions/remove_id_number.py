import datetime as dt

from django.db.models import F

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Person
from zugong.registry.numbered import FIELD


def remove_id_number(person: Person, *, version: int, reason: str, by: int | None, at: dt.datetime) -> None:
    """Take the number away, whether it can be opened or not. Refused: without a reason, there is none, or somebody was faster."""
    if not reason.strip():
        raise Refused("请写明删除的原因", "reason")
    if not person.id_number:
        raise Refused("此人没有登记身份证号码")
    if not Person.objects.filter(pk=person.pk, version=version).update(version=F("version") + 1, id_number="", id_number_index=None):
        raise Refused("别人刚刚改过这个人的资料，请核对后再存")
    write(person.address, "remove_id_number", by=by, at=at, fields=[FIELD], reason=reason)
