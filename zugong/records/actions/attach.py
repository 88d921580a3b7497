import datetime as dt
from collections.abc import Iterable

from django.core.files import File

from zugong.door import attaching
from zugong.door.refusal import Refused
from zugong.files.models import StoredFile
from zugong.records.models import Record


def attach(record: Record, given: Iterable[File], *, by: int | None, at: dt.datetime) -> list[StoredFile]:
    """Add files to a record, all or none; answers the new ones. Refused: withdrawn or gone meanwhile, or a file that is not taken."""
    if not Record.objects.select_for_update().filter(pk=record.pk, withdrawn_at__isnull=True).values_list("pk").first():
        raise Refused("这条纪实已经撤回或到期删除，不能再加附件", "files")
    return attaching.attach(record.address, given, by=by, at=at)
