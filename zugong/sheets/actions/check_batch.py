import secrets
import time

from django.db import transaction

from zugong.door.refusal import Refused
from zugong.files import shelf
from zugong.files.actions.keep import keep
from zugong.sheets.checking import Found, Hand, check
from zugong.sheets.kinds import Unreadable
from zugong.sheets.models import Batch, MendedCell
from zugong.sheets.queries import SOURCE, STAGED, journal_end, path_of
from zugong.sheets.rosters import Ask, Roster

BEFORE = ("received", "checked", "failed", "to_confirm")
SHOWN_SKIPPED = 20


def check_batch(batch: Batch, roster: Roster, ask: Ask, *, with_progress: bool = False) -> Batch:
    """Read and judge a batch's file and stage its lines; answers the batch as it then stands: checked or failed. Interrupted, it is simply done again. Writes only at its end, but for the progress."""
    source = path_of(batch, SOURCE)
    if source is None:
        raise Refused("这一批的文件已经不在了，请重新上传")
    stamp, key = journal_end(), secrets.token_hex(16)
    hand = Hand(batch.chosen, _mends(batch))
    stage = shelf.beside(key)
    try:
        try:
            found = check(source, roster, ask, stage, hand, _progress(batch) if with_progress else lambda done, total: None)
        except Unreadable as unreadable:
            stage.unlink(missing_ok=True)
            with transaction.atomic():
                _set(batch, state="failed", message=f"“{batch.name}”{unreadable}"[:400], found={}, pieces=[], digest="")
        else:
            with transaction.atomic():
                _set(batch, state="checked", message="", found=told(found, ask), pieces=found.index, digest=found.digest, stamp=stamp, total=found.rows, done=found.rows)
                if found.index:
                    keep(key, batch.address, STAGED, "lines", "lines", by=ask.by, at=ask.at)
            stage.unlink(missing_ok=True)
    except BaseException:
        stage.unlink(missing_ok=True)
        shelf.clear([key])
        raise
    return Batch.objects.get(pk=batch.pk)


def told(found: Found, ask: Ask) -> dict:
    """What the check found, as the batch keeps it, with the scope it was asked in."""
    headers = [
        {"sheet": each.sheet, "first": each.first, "last": each.last, "titles": each.titles, "keys": {str(number): key for number, key in each.keys.items()}, "skipped": found.skipped.get(each.sheet, [])[:SHOWN_SKIPPED]}
        for each in found.headers
    ]
    return {"counts": dict(found.counts), "headers": headers, "unread": found.unread[:20], "problems": found.problems[:20], "scope": scope_of(ask)}


def scope_of(ask: Ask) -> list | str:
    """The scope as the batch keeps it, to see whether it is another one when the batch is written or taken back."""
    return "everything" if ask.scope.everything else [list(pair) for pair in ask.scope.ranges]


def _set(batch: Batch, **fields) -> None:
    if not Batch.objects.filter(pk=batch.pk, state__in=BEFORE).update(**fields):
        raise Refused("这一批刚才已经办过了，请刷新后查看")


def _mends(batch: Batch) -> dict[str, dict[tuple[int, str], str]]:
    found: dict[str, dict[tuple[int, str], str]] = {}
    for sheet, row, column, text in MendedCell.objects.filter(batch=batch).values_list("sheet", "row", "column", "text"):
        found.setdefault(sheet, {})[row, column] = text
    return found


def _progress(batch: Batch):
    last = [time.monotonic()]

    def tell(done: int, total: int) -> None:
        if time.monotonic() - last[0] > 1:
            last[0] = time.monotonic()
            Batch.objects.filter(pk=batch.pk).update(done=done, total=total)

    return tell
