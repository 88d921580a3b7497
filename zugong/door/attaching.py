"""Files of a thing that a room keeps: added and taken away with a line in the journal."""

import datetime as dt
from collections.abc import Iterable

from django.core.files import File

from zugong.files.actions.remove import remove
from zugong.files.actions.store import store
from zugong.files.models import StoredFile
from zugong.files.unfit import Unfit
from zugong.journal.actions.write import write
from zugong.journal.actions.write_all import write_all

from .refusal import Refused


def attach(address: str, given: Iterable[File], *, by: int | None, at: dt.datetime) -> list[StoredFile]:
    """Add files, all or none; answers the new ones. Refused for a file that is not taken. The room holds the row of the thing and sees that it stands."""
    try:
        added = store(address, given, by=by, at=at)
    except Unfit as unfit:
        raise Refused(str(unfit), "files") from None
    write_all([file.address for file in added], "attach", by=by, at=at)
    return added


def detach(file: StoredFile, *, reason: str, by: int | None, at: dt.datetime) -> None:
    """Take an attachment away with a reason: its bytes are deleted, the journal keeps that it was there."""
    if not reason.strip():
        raise Refused("请写明移除的原因", "reason")
    if not remove(file):
        raise Refused("这个附件已经移除，请返回后刷新")
    write(file.address, "detach", by=by, at=at, reason=reason)
