from django.db import transaction
from django.db.models import ProtectedError

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.journal.models import Line as JournalLine
from zugong.sheets.models import Batch, Trace
from zugong.sheets.rosters import Ask, Conflict, Roster

from .check_batch import scope_of
from .confirm import reason_of

SHOWN = 50


class Conflicts(Refused):
    """A batch cannot be taken back: `found` are the first of what stands against it."""

    def __init__(self, found: list[Conflict]):
        self.found = found[:SHOWN]
        first = "；".join(f"{each.address}：{each.message}" for each in found[:3])
        super().__init__(f"导入以后，这一批里有的内容又被改过或用过，不能整批撤回，什么也没有动。{first}")


def undo(batch: Batch, roster: Roster, ask: Ask) -> Batch:
    """Take a confirmed batch back, whole or not at all. Conflicts when anything of it was touched or used since."""
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state__in=("confirmed", "to_undo")).update(state="undone", undone_at=ask.at, message=""):
            raise Refused("这一批没有导入，或已经撤回，请刷新后查看")
        batch = Batch.objects.get(pk=batch.pk)
        if not ask.scope.everything and batch.found.get("scope") != scope_of(ask):
            raise Refused("导入以后您的管理范围变了，这一批不能由您整批撤回，请找上级经办")
        ignored = _undone_since(batch)
        traces = list(Trace.objects.filter(batch=batch).order_by("-place").values_list("pk", flat=True))
        for pk in traces:
            content = Trace.objects.get(pk=pk).content
            if found := _touched_since(batch, content["addresses"], ignored):
                raise Conflicts(found)
            try:
                found = roster.undo(content, ask, undo_reason_of(batch))
            except ProtectedError as protected:
                found = [Conflict(getattr(each, "address", type(each).__name__), "用到了这一批里的内容") for each in list(protected.protected_objects)[:SHOWN]]
            if found:
                raise Conflicts(found)
        Trace.objects.filter(batch=batch).delete()
        write(batch.address, "undo_sheet", by=ask.by, at=ask.at, fields=[roster.key])
    batch.refresh_from_db()
    return batch


def undo_reason_of(batch: Batch) -> str:
    return f"撤回导入 {batch.address}"


def _undone_since(batch: Batch) -> list[str]:
    """Reasons of journal lines that do not count: what a later batch did is undone as well."""
    later = Batch.objects.filter(pk__gt=batch.pk, roster=batch.roster, state="undone").order_by("-pk")[:200]
    return [reason for each in later for reason in (reason_of(each), undo_reason_of(each))]


def _touched_since(batch: Batch, addresses: list[str], ignored: list[str]) -> list[Conflict]:
    lines: list[tuple[str, str]] = []
    for start in range(0, len(addresses), 500):
        touched = JournalLine.objects.filter(address__in=addresses[start : start + 500], pk__gt=batch.line)
        lines += touched.exclude(reason__in=ignored).order_by("pk").values_list("address", "at")[:SHOWN]
        if len(lines) >= SHOWN:
            break
    return [Conflict(address, f"{at.date()} 又改过") for address, at in lines]
