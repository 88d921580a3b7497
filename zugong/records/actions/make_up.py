import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.records.models import Attendance, Record


def make_up(record: Record, people: list[int], *, on: dt.date, today: dt.date, by: int | None, at: dt.datetime) -> int:
    """Note that people who were absent made it up on a day: it counts for what each of them owes, on that day, and leaves the meeting's own numbers alone.

    Refused: nobody chosen, somebody who was there or not expected, a day before the meeting or not yet come. Answers how many.
    """
    if not people:
        raise Refused("请选出补上的人", "people")
    if on < record.happened_on:
        raise Refused(f"补上的日期不能早于活动的 {record.happened_on}", "on")
    if on > today:
        raise Refused("日期还没有到，请在补上以后再记", "on")
    rows = Attendance.objects.filter(record=record, person__in=people, present=False)
    if rows.count() != len(set(people)):
        raise Refused("所选的人里有的当时到了会，或不在应到名单里，请刷新后重选", "people")
    changed = rows.update(made_up_on=on)
    write(record.address, "make_up", by=by, at=at, fields=["made_up_on"])
    return changed
