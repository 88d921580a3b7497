import datetime as dt

from django.db.models import F

from zugong.journal.actions.write import write
from zugong.records.models import Attendance, CheckInMark, FormerVersion, Record, Session

from .correct import snapshot
from .file import counts


def join_people(kept: int, dropped: int, *, reason: str, by: int | None, at: dt.datetime) -> int:
    """Let what was filed of one person (an id) be of another. Where both stand in one roll, one row stays, present if either was, and the record is corrected by it; answers how many were."""
    both = Record.objects.filter(roll__person=kept).filter(roll__person=dropped).order_by("id")
    list(Session.objects.select_for_update().filter(pk__in=both.order_by().values("session")).order_by("pk"))  # as corrections do, one after the other
    found = list(both.select_related("session"))
    for record in found:
        FormerVersion.objects.create(record=record, version=record.version, replaced_at=at, replaced_by=by, reason=reason[:200], values=snapshot(record))
        _join_rows(record, kept, dropped)
        Record.objects.filter(pk=record.pk).update(version=F("version") + 1, **counts(list(record.roll.values("may_vote", "present"))))
        write(record.address, "join_people", by=by, at=at, fields=["roll"], reason=reason)
    Attendance.objects.filter(person=dropped).update(person=kept)
    CheckInMark.objects.filter(person=dropped, check_in__in=CheckInMark.objects.filter(person=kept).values("check_in")).delete()
    CheckInMark.objects.filter(person=dropped).update(person=kept)
    return len(found)


def _join_rows(record: Record, kept: int, dropped: int) -> None:
    stays, goes = (record.roll.get(person=each) for each in (kept, dropped))
    goes.delete()
    if goes.present and not stays.present:
        stays.present, stays.absence, stays.made_up_on = True, "", None
    elif not stays.present:
        stays.made_up_on = stays.made_up_on or goes.made_up_on
    stays.may_vote = stays.may_vote or goes.may_vote
    stays.save(update_fields=["present", "absence", "made_up_on", "may_vote"])
