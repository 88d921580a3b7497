import logging
from collections.abc import Iterable, Iterator

from django.db import DataError, IntegrityError, transaction

from zugong.door.refusal import Refused
from zugong.files.actions.drop_about import drop_about
from zugong.journal.actions.write import write
from zugong.sheets.lines import Line
from zugong.sheets.models import Batch, MendedCell, Trace
from zugong.sheets.queries import journal_end, staged_of
from zugong.sheets.rosters import Ask, Roster

from .check_batch import check_batch, scope_of

TRIES = 3
log = logging.getLogger(__name__)


class _Stale(Exception):
    """Something was done since the check."""


def confirm(batch: Batch, roster: Roster, ask: Ask) -> Batch:
    """Write a checked batch, whole or not at all. When anything was done since the check it is checked again first; Refused when that gave another answer, which then is for a person to look at."""
    for _ in range(TRIES):
        try:
            return _write(batch, roster, ask)
        except (IntegrityError, DataError) as error:  # of the roster's own tables: said, and the next batch is not held up
            log.error("batch %s could not be written", batch.pk, exc_info=error)
            raise Refused("写入时和已有的内容冲突，什么也没有写入。请重新上传核对；还是这样，请告诉系统管理员") from error
        except _Stale:
            former = batch.digest
            batch = check_batch(batch, roster, ask)
            if batch.state != "checked" or batch.digest != former:
                raise Refused("核对以后名册有了变动，已经重新核对，结果和刚才看到的不同，请再看一遍再确认") from None
    raise Refused("正有别人在大量改动，请过一会儿再确认")


def _write(batch: Batch, roster: Roster, ask: Ask) -> Batch:
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state__in=("checked", "to_confirm")).update(state="confirmed", confirmed_at=ask.at, message=""):
            raise Refused("这一批刚才已经办过了，请刷新后查看")
        batch = Batch.objects.get(pk=batch.pk)
        _refuse(batch)
        if journal_end() != batch.stamp or batch.found.get("scope") != scope_of(ask):
            raise _Stale
        staged = staged_of(batch, roster)
        if staged is None:
            raise Refused("这一批核对的结果已经不在了，请重新上传")
        for place, lines in enumerate(_gathered(staged.pieces("new", "changed"), roster.at_once)):
            Trace.objects.create(batch=batch, place=place, content=roster.write(lines, ask, reason_of(batch)))
        counts = batch.counts
        said = write(batch.address, "confirm_sheet", by=ask.by, at=ask.at, fields=[roster.key], reason=f"新增 {counts.get('new', 0)}，改动 {counts.get('changed', 0)}，相同 {counts.get('same', 0)}")
        Batch.objects.filter(pk=batch.pk).update(line=said.pk, pieces=[])
        MendedCell.objects.filter(batch=batch).delete()
        drop_about([batch.address])
    batch.refresh_from_db()
    return batch


def reason_of(batch: Batch) -> str:
    """What the journal says beside each row that a batch wrote."""
    return f"表格导入 {batch.address}"


def _refuse(batch: Batch) -> None:
    if batch.found.get("problems"):
        raise Refused("还有列没有认清，请先指明各列")
    if wrong := batch.counts.get("error"):
        raise Refused(f"还有 {wrong} 行有错，请先改好。一批要么全部写入，要么都不写入")


def _gathered(pieces: Iterable[list[Line]], at_once: int) -> Iterator[list[Line]]:
    held: list[Line] = []
    for piece in pieces:
        held += piece
        while len(held) >= at_once:
            yield held[:at_once]
            held = held[at_once:]
    if held:
        yield held
