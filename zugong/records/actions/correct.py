import datetime as dt

from django.db.models import F

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import Attendance, FormerVersion, Record, Session
from zugong.records.slots import slot_values
from zugong.registry.queries import Expected

from .file import Part, check, counts, roll

SHARED = ("happened_on", "begins", "minutes", "place")


class Overtaken(Exception):
    """Somebody corrected the record in the meantime; `record` is how it stands now."""

    def __init__(self, record: Record):
        super().__init__("别人刚刚更正过这条纪实")
        self.record = record


def snapshot(record: Record) -> dict:
    """All values of a record as plain data, for its history and for comparing two versions."""
    session = record.session
    return {
        "happened_on": str(session.happened_on),
        "begins": session.begins.strftime("%H:%M") if session.begins else "",
        "minutes": session.minutes,
        "place": session.place,
        "guests": record.guests,
        "fields": record.fields,
        "absent": {str(row.person_id): row.absence for row in record.roll.all() if not row.present},
    }


def correct(book: Book, record: Record, changes: dict, *, version: int, reason: str, today: dt.date, by: int | None, at: dt.datetime) -> list[str]:
    """Correct a record, its roll and its session; a change of what the session's records share is a new version of each of them.

    `changes` holds all keys of snapshot() with typed values. Answers the names of what changed; Overtaken when `version` is not the
    record's any more; Refused without a reason or for what cannot have happened.
    """
    if not reason.strip():
        raise Refused("请写明更正的原因", "reason")
    Session.objects.select_for_update().get(pk=record.session_id)  # what shares a session is corrected one after the other
    current = Record.objects.select_for_update(of=("self",)).select_related("session", "organization").get(pk=record.pk)
    if current.withdrawn_at:
        raise Refused("这条纪实已经撤回，请刷新后查看")
    if current.version != version:
        raise Overtaken(current)
    before, beside = snapshot(current), _beside(current, changes)
    check(book, [Part(each.organization, each.kind) for each in [current, *beside]], changes["happened_on"], today)
    rows = _roll(current, changes["absent"])
    for each in [current, *beside]:
        FormerVersion.objects.create(record=each, version=each.version, replaced_at=at, replaced_by=by, reason=reason, values=snapshot(each))
    _share(current, changes)
    for each in beside:
        Record.objects.filter(pk=each.pk).update(version=F("version") + 1)
        write(each.address, "correct", by=by, at=at, fields=SHARED, reason=reason)
    values = counts(rows) | slot_values(book, current.kind, changes["fields"])
    Record.objects.filter(pk=current.pk).update(version=F("version") + 1, guests=changes["guests"], fields=changes["fields"], **values)
    _mark(current, rows)
    changed = [name for name, value in snapshot(Record.objects.select_related("session").get(pk=current.pk)).items() if value != before[name]]
    write(current.address, "correct", by=by, at=at, fields=changed, reason=reason)
    return changed


def _beside(record: Record, changes: dict) -> list[Record]:
    """The session's other records that stand, when what they share is to change."""
    if all(getattr(record.session, name) == changes[name] for name in SHARED):
        return []
    others = Record.objects.filter(session=record.session_id, withdrawn_at__isnull=True).exclude(pk=record.pk)
    return list(others.select_for_update(of=("self",)).select_related("session", "organization").order_by("id"))


def _roll(record: Record, absent: dict[int, str]) -> list[dict]:
    expected = [Expected(row.person_id, "", row.may_vote) for row in record.roll.order_by("id")]
    return roll(expected, absent)


def _mark(record: Record, rows: list[dict]) -> None:
    wanted, moved = {row["person_id"]: row for row in rows}, []
    for kept in record.roll.all():
        row = wanted[kept.person_id]
        if (kept.present, kept.absence) != (row["present"], row["absence"]):
            kept.present, kept.absence = row["present"], row["absence"]
            kept.made_up_on = None if kept.present else kept.made_up_on
            moved.append(kept)
    Attendance.objects.bulk_update(moved, ["present", "absence", "made_up_on"])


def _share(record: Record, changes: dict) -> None:
    Session.objects.filter(pk=record.session_id).update(**{name: changes[name] for name in SHARED})
    Record.objects.filter(session=record.session_id).update(happened_on=changes["happened_on"], minutes=changes["minutes"])
