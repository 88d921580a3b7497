import datetime as dt
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.charter.catalogue import ABSENCES
from zugong.door.refusal import Refused
from zugong.journal.actions.write_all import write_all
from zugong.records.models import Attendance, Record, Session
from zugong.records.slots import slot_values
from zugong.registry.models import Organization
from zugong.registry.queries import Expected, expected_at


@dataclass
class Part:
    """One organization's record of one kind within a session. `absent`: person id -> code; `there`: who took part, for kinds that name only those."""

    organization: Organization
    kind: str
    absent: dict[int, str] = field(default_factory=dict)
    guests: int = 0
    fields: dict = field(default_factory=dict)
    there: list[int] = field(default_factory=list)


def file(
    book: Book, parts: list[Part], *, key: str, on: dt.date, today: dt.date, begins: dt.time | None = None, minutes: int | None = None, place: str = "",
    absent: dict[int, str] | None = None, by: int | None, at: dt.datetime,
) -> Session:  # fmt: skip
    """File a session with its records and rolls, whole or not at all. A key used before answers the session it made. Refused: see check().

    `absent` tells of the whole session: who was away is marked on every roll that expects them.
    """
    try:
        check(book, parts, on, today)
        rows = _rolls(book, parts, on, absent or {})
        with transaction.atomic():
            session = Session.objects.create(key=key, happened_on=on, begins=begins, minutes=minutes, place=place)
            _records(book, session, parts, rows, by=by, at=at)
    except (IntegrityError, Refused):
        if before := Session.objects.filter(key=key).first():  # the form came before, or twice at one moment
            return before
        raise
    return session


def check(book: Book, parts: list[Part], on: dt.date, today: dt.date) -> None:
    """Refuse what cannot have happened: in the future, before the organization or the rule existed, nothing chosen, a kind not of this organization."""
    if on > today:
        raise Refused(f"活动日期 {on} 还没有到，请在活动后再记", "on")
    if not parts:
        raise Refused("请选择开了什么会", "pick")
    for part in parts:
        organization, entry = part.organization, book.records.get(part.kind)
        if on < organization.since or (organization.until and on >= organization.until):
            raise Refused(f"{organization.name}在 {on} 还没有成立或已经撤销（存在期间从 {organization.since} 起），请核对日期", "on")
        word = entry.on(on) if entry else None
        if not word:
            raise Refused(f"{on} 没有“{book.title_of(part.kind)}”这种纪实", "pick")
        if organization.kind not in book.kinds_of(word.by):
            raise Refused(f"{organization.name}不记“{word.title}”", "pick")
    if len({(part.organization.pk, part.kind) for part in parts}) < len(parts):
        raise Refused("同一组织的同一种活动选了两次", "pick")


def _rolls(book: Book, parts: list[Part], on: dt.date, absent: dict[int, str]) -> list[list[dict]]:
    """The rows of each part's roll; one statement for each group of people expected."""
    words = [book.records[part.kind].on(on) for part in parts]
    groups = [word.roll for word in words]
    expected: dict[tuple[str | None, int], list[Expected]] = {}
    for group in filter(None, dict.fromkeys(groups)):
        places = {part.organization.pk: part.organization for part, own in zip(parts, groups, strict=True) if own == group}
        expected |= {(group, place): people for place, people in expected_at(list(places.values()), group, book, on).items()}
    for part, group in zip(parts, groups, strict=True):
        if group and not expected[group, part.organization.pk]:
            raise Refused(f"{part.organization.name}在 {on} 没有应到的{book.title_of(group)}，请先登记人员，或核对日期", "pick")
    _no_strangers(absent, {each.person for people in expected.values() for each in people})
    made = []
    for part, word in zip(parts, words, strict=True):
        own = expected.get((word.roll, part.organization.pk), [])
        away = part.absent | {each.person: absent[each.person] for each in own if each.person in absent}
        made.append(roll(picked(word, part, own), {}) if word.picks else roll(own, away))
    return made


def _records(book: Book, session: Session, parts: list[Part], rolls: list[list[dict]], *, by: int | None, at: dt.datetime) -> None:
    """All records, all rows of their rolls and a line for each, a statement for each table."""
    records = [
        Record(
            session=session, organization=part.organization, kind=part.kind, happened_on=session.happened_on, minutes=session.minutes, guests=part.guests,
            fields=part.fields, filed_at=at, filed_by=by, **counts(rows), **slot_values(book, part.kind, part.fields),
        )
        for part, rows in zip(parts, rolls, strict=True)
    ]  # fmt: skip
    Record.objects.bulk_create(records)
    Attendance.objects.bulk_create([Attendance(record=record, **row) for record, rows in zip(records, rolls, strict=True) for row in rows])
    write_all([record.address for record in records], "file", by=by, at=at, fields=[["roll", *part.fields] for part in parts])


def picked(word, part: Part, expected: list[Expected]) -> list[Expected]:
    """Those of the group who took part; Refused when their number is not the kind's, or somebody is not of the group."""
    picks, chosen = notations.picks(word.picks), [each for each in expected if each.person in part.there]
    if len(chosen) != len(set(part.there)):
        raise Refused(f"所选的人里有的那天不在{part.organization.name}的名单里，请重选", f"{part.kind}-there")
    if len(chosen) < picks.least or (picks.most is not None and len(chosen) > picks.most):
        wanted = f"{picks.least} 人" if picks.most == picks.least else f"{picks.least} 人以上" if picks.most is None else f"{picks.least} 至 {picks.most} 人"
        raise Refused(f"“{word.title}”要选出参加的 {wanted}，现在选了 {len(chosen)} 人", f"{part.kind}-there")
    return chosen


def roll(expected: list[Expected], absent: dict[int, str]) -> list[dict]:
    """Rows of the roll; Refused for a person who was not expected or an unknown code."""
    _no_strangers(absent, {each.person for each in expected})
    if set(absent.values()) - set(ABSENCES):
        raise Refused("缺席情形只能选：" + "、".join(ABSENCES.values()), "absent")
    return [{"person_id": each.person, "may_vote": each.may_vote, "present": each.person not in absent, "absence": absent.get(each.person, "")} for each in expected]


def _no_strangers(absent: dict[int, str], known: set[int]) -> None:
    if strangers := absent.keys() - known:
        raise Refused(f"有 {len(strangers)} 名缺席人员在那一天不在应到名单里，请核对日期后重选", "absent")


def counts(rows: list[dict]) -> dict[str, int]:
    """expected, present, entitled, entitled_present of a roll."""
    return {
        "expected": len(rows),
        "present": sum(row["present"] for row in rows),
        "entitled": sum(row["may_vote"] for row in rows),
        "entitled_present": sum(row["may_vote"] and row["present"] for row in rows),
    }
