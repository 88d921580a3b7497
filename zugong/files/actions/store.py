import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Iterable

from django.core.files import File
from django.db import IntegrityError, transaction

from zugong.files import shelf
from zugong.files.kinds import KINDS, MOST_BYTES, MOST_FILES
from zugong.files.models import StoredFile
from zugong.files.names import clean_name
from zugong.files.pictures import without_metadata
from zugong.files.sniff import sniff
from zugong.files.unfit import Unfit

log = logging.getLogger(__name__)


def store(about: str, given: Iterable[File], *, by: int | None, at: dt.datetime) -> list[StoredFile]:
    """Keep the given files, all or none; answers the new ones: what is there already is not kept twice. Unfit names every one that is not taken, with its reason.

    The bytes are on the disk before their row is: a crash may leave bytes without a row, which the sweep removes, never a row without bytes.
    """
    rows: list[StoredFile] = []
    try:
        _keep_all(rows, about, list(given), by=by, at=at)
        with transaction.atomic():
            return StoredFile.objects.bulk_create(rows)
    except Exception as error:
        shelf.clear(row.key for row in rows)
        if isinstance(error, IntegrityError):
            raise Unfit("刚才有人同时加了文件，这次都没有添加。请刷新后再试一次") from None
        if isinstance(error, OSError):
            log.error("a file could not be written", exc_info=error)
            raise Unfit("服务器没能存下文件（磁盘可能满了），这次都没有添加。请告诉系统管理员，处理好以后再传") from None
        raise


def _keep_all(rows: list[StoredFile], about: str, given: list[File], *, by: int | None, at: dt.datetime) -> None:
    """Put the bytes of every new file on the disk and its row, not saved yet, into `rows`; Unfit when one of them is not taken or they are too many."""
    held = list(StoredFile.objects.filter(about=about).values_list("sha256", "place"))
    known, free = {sha256 for sha256, _ in held}, sorted(set(range(1, MOST_FILES + 1)) - {place for _, place in held})
    faults = []
    for each in given:
        try:
            data, kind = _taken(each)
        except Unfit as unfit:
            faults.append(f"“{clean_name(each.name or '')}”{unfit}")
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in known or faults:
            continue
        known.add(sha256)
        name = clean_name(each.name or "", kind)
        rows.append(StoredFile(about=about, name=name, kind=kind, size=len(data), sha256=sha256, key=secrets.token_hex(16), added_at=at, added_by=by))
        shelf.put(rows[-1].key, data, at)
    if faults:
        others = len(given) - len(faults)
        raise Unfit("；".join(faults) + (f"。其余 {others} 个也还没有添加，请去掉有问题的，重新选择" if others else ""))
    if rows and not free:
        raise Unfit(f"已有 {MOST_FILES} 个附件，不能再加。请先移除不用的")
    if len(rows) > len(free):
        raise Unfit(f"最多放 {MOST_FILES} 个附件，现在还能加 {len(free)} 个，这次选了 {len(rows)} 个，都没有添加。请少选几个，或先移除不用的")
    for row, place in zip(rows, free, strict=False):
        row.place = place


def _taken(given: File) -> tuple[bytes, str]:
    """The bytes as they are kept, and their kind."""
    data = given.read(MOST_BYTES + 1)
    kind = sniff(data)
    return (without_metadata(data, kind) if KINDS[kind].is_picture else data), kind
