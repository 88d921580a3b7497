import datetime as dt

from zugong.door.refusal import Refused
from zugong.files.actions.remove import remove
from zugong.files.models import StoredFile
from zugong.journal.actions.write import write


def detach(file: StoredFile, *, reason: str, by: int | None, at: dt.datetime) -> None:
    """Take an attachment away with a reason: its bytes are deleted, the journal keeps that it was there."""
    if not reason.strip():
        raise Refused("请写明移除的原因", "reason")
    if not remove(file):
        raise Refused("这个附件已经移除，请返回后刷新")
    write(file.address, "detach", by=by, at=at, reason=reason)
