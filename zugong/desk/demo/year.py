"""A year of records: most branches keep their duties, some are late, some forget; written in bulk."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from zugong.charter import catalogue
from zugong.charter.book import Book
from zugong.door.clock import SHANGHAI
from zugong.door.scope import Scope
from zugong.records.actions.file import counts, roll
from zugong.records.models import Attendance, Record, Session
from zugong.records.slots import slot_values
from zugong.registry.models import Organization
from zugong.registry.queries import Expected, expected_at

from .habits import Happening, some_day
from .offices import committee_year, department_year
from .storing import Storing
from .units import unit_year
from .villages import village_year

THEMES = ("学习党章", "开展志愿服务", "重温入党誓词", "走访困难群众", "参观初心馆", "交流学习体会", "清洁家园", "讨论年度安排", "听老党员讲故事", "检视整改", "安全生产宣传", "总结一年工作")


@dataclass
class Writer:
    """Collects rows and writes them at the end: sessions, then records, then rolls."""

    book: Book
    source: random.Random
    until: dt.date
    store: Storing
    sessions: list[dict] = field(default_factory=list)
    records: list[dict] = field(default_factory=list)
    rolls: list[tuple[int, list[dict]]] = field(default_factory=list)
    expected: dict = field(default_factory=dict)

    def people(self, organization: Organization, kind: str) -> list[Expected]:
        """Who is expected; in the demo nobody moves, so one look a kind of roll serves the year."""
        return self.expected.get((self.book.records[kind].latest.roll, organization.pk), [])

    def hold(self, on: dt.date, parts: list[tuple[Organization, str, dict]], present: float = 0.9, minutes: int | None = 60) -> None:
        """One session with a record for each (organization, kind, fields); who is absent is absent from all of it. Without minutes it is no gathering."""
        if on > self.until:
            return
        absences: dict[tuple, dict[int, str]] = {}
        session, place = self.store.next_id(Session), {"begins": dt.time(14, 30), "place": "会议室"} if minutes else {}
        self.sessions.append({"id": session, "key": f"{self.source.getrandbits(128):032x}", "happened_on": on, "minutes": minutes, **place})
        filed_on = min(on + dt.timedelta(days=self.source.choice((0, 0, 0, 1, 2, 5))), self.until)
        filed = dt.datetime.combine(filed_on, dt.time(16, self.source.randint(0, 59)), SHANGHAI)
        for organization, kind, fields in parts:
            people, circle = self.people(organization, kind), (organization.pk, self.book.records[kind].latest.roll)
            if circle not in absences:
                absences[circle] = self._absent(people, present)
            self._keep(session, organization, kind, fields, roll(people, absences[circle]), on, minutes, filed)

    def talk(self, on: dt.date, organization: Organization, kind: str, there: list[Expected], fields: dict) -> None:
        """A record that names only those who took part."""
        if on <= self.until:
            session = self.store.next_id(Session)
            self.sessions.append({"id": session, "key": f"{self.source.getrandbits(128):032x}", "happened_on": on, "minutes": None})
            self._keep(session, organization, kind, fields, roll(there, {}), on, None, dt.datetime.combine(on, dt.time(17), SHANGHAI))

    def _keep(self, session: int, organization: Organization, kind: str, fields: dict, rows: list[dict], on: dt.date, minutes: int | None, filed: dt.datetime) -> None:
        record = self.store.next_id(Record)
        self.records.append({
            "id": record, "session_id": session, "organization_id": organization.pk, "kind": kind, "happened_on": on, "minutes": minutes, "fields": fields, "filed_at": filed,
            **counts(rows), **slot_values(self.book, kind, fields),
        })  # fmt: skip
        self.rolls.append((record, rows))

    def _absent(self, people: list[Expected], present: float) -> dict[int, str]:
        return {each.person: self.source.choice(("leave", "leave", "duty_travel", "mobile", "other")) for each in people if self.source.random() > present}

    def write(self) -> None:
        self.store.values(Session, self.sessions)
        self.store.values(Record, self.records)
        self.store.values(Attendance, ({"record_id": record, **row} for record, rows in self.rolls for row in rows))


def months_from(first: dt.date, today: dt.date) -> list[dt.date]:
    """First days of the months from one of them up to a day."""
    days = (dt.date(year, month, 1) for year in range(first.year, today.year + 1) for month in range(1, 13))
    return [day for day in days if first <= day <= today]


def live(book: Book, today: dt.date, months: list[dt.date], source: random.Random, store: Storing, scope: Scope, first: int = 0) -> int:
    """Write the records of what lies in a scope; `first` is the number of its first branch (each eighth is careless). Answers how many branches it has."""
    writer = Writer(book, source, today, store)
    here = Organization.objects.filter(scope.condition("path")).order_by("path")
    branches = list(here.filter(kind="branch"))
    groups: dict[int, list[Organization]] = {}
    for group in here.filter(kind="party_group"):
        groups.setdefault(group.parent_id, []).append(group)
    everyone = branches + [group for each in groups.values() for group in each]
    committees = list(here.filter(kind__in=("primary_committee", "party_committee")))
    for kind in dict.fromkeys(entry.latest.roll for entry in book.records.values() if entry.latest.roll):
        for organization, people in expected_at(everyone + committees, kind, book, today).items():
            writer.expected[kind, organization] = people
    for number, branch in enumerate(branches, first):
        care = 0.995 if number % 8 else 0.8
        for month in months:
            if branch.since <= month:
                _month(writer, branch, groups.get(branch.pk, []), month, care, number)
        _talks(writer, branch, today.year, number)
    for committee in committees:
        _committee_year(writer, committee, months)
    departments = list(here.filter(kind="department"))
    for department in departments:
        _department(writer, department, months)
    units = list(here.exclude(kind__in=(*catalogue.PARTY_KINDS, "department")))
    for happening in _besides(writer, branches, committees, departments, units, months, first):
        writer.hold(happening.on, [(happening.organization, happening.kind, happening.fields)], 0.95, happening.minutes)
    writer.write()
    return len(branches)


def _besides(
    writer: Writer, branches: list[Organization], committees: list[Organization], departments: list[Organization], units: list[Organization], months: list[dt.date], first: int
) -> Iterator[Happening]:
    """Dues of the branches, and the years of the departments, the committees, the units and the villages."""
    source = writer.source
    for number, branch in enumerate(branches, first):
        due = len(writer.people(branch, "theme_day"))
        for month in months:
            if branch.since <= month:
                paid = due - (1 if number % 8 == 2 and source.random() < 0.3 else 0)
                yield Happening(some_day(source, month, 5, 20), branch, "dues_month", {"members_due": due, "members_paid": paid, "amount_due": due * (12 + number % 9)})
    for department in departments:
        yield from department_year(source, department, months)
    for number, committee in enumerate(committees):
        yield from committee_year(source, committee, months, number, len(writer.people(committee, "democratic_life_meeting")))
    for number, unit in enumerate(units):
        yield from unit_year(source, unit, months, number)
        if unit.kind in ("village", "community"):
            yield from village_year(source, unit, months, number)


def _day(writer: Writer, month: dt.date, first: int, last: int) -> dt.date:
    return some_day(writer.source, month, first, last)


def _month(writer: Writer, branch: Organization, groups: list[Organization], month: dt.date, care: float, number: int) -> None:
    chance = writer.source.random
    extra = [(branch, "ideals_education", {"topic": "理想信念专题", "form": "lecture"})] if (number + month.month) % 9 == 0 else []
    if (number + month.month) % 14 == 0:
        extra.append((branch, "loyalty_education", {"topic": "入党初心", "form": "story"}))
    if chance() < care:
        on = _day(writer, month, 8, 25) if chance() < 0.97 else _day(writer, month, 32, 38)
        writer.hold(on, [(branch, "theme_day", {"theme": THEMES[month.month - 1]}), *extra], 0.86, 90)
    if writer.people(branch, "committee_meeting") and chance() < care:
        writer.hold(_day(writer, month, 3, 20), [(branch, "committee_meeting", {"topic": "研究本月工作"})], 0.94)
    for group in groups:
        if chance() < care:
            writer.hold(_day(writer, month, 5, 27), [(group, "group_meeting", {"topic": "学习讨论"})], 0.88, 45)
    if month.month % 3 == 2 and chance() < care:
        both = chance() < 0.4
        on = _day(writer, month, 1, 28)
        parts = [(branch, "general_meeting", {"topic": "讨论支部事项"})]
        lecture = (branch, "lecture", {"topic": "专题党课", "speaker": "支部书记", "lectured_by": writer.source.choice(("secretary", "secretary", "committee_member", "teacher"))})
        writer.hold(on, [*parts, lecture] if both else parts, 0.9)
        if not both and chance() < care:
            writer.hold(_day(writer, month, 10, 28), [lecture], 0.85)
    if month.month == 11 and chance() < 0.5 or month.month == 12 and month.year < writer.until.year:
        on = _day(writer, month, 5, 22)
        reported = on + dt.timedelta(days=writer.source.randint(3, 25))
        life = {"problems": writer.source.randint(3, 8), "measures": writer.source.randint(3, 8)}
        writer.hold(on, [(branch, "organizational_life", life), (branch, "member_appraisal", {"reported_on": str(reported)} if reported <= writer.until else {})], 0.92, 120)


def _talks(writer: Writer, branch: Organization, year: int, number: int) -> None:
    """Talks of a year: the committee among themselves, then its members with the others; a careless branch leaves some out."""
    source, committee, people = writer.source, writer.people(branch, "committee_meeting"), writer.people(branch, "heart_to_heart_talk")
    first = max(dt.date(year, 1, 4), branch.since)
    left_out = 0.35 if number % 8 == 0 else 0.06
    for place, one in enumerate(committee):
        for other in committee[place + 1 :]:
            if source.random() > left_out:
                writer.talk(first + dt.timedelta(days=source.randint(10, 300)), branch, "heart_to_heart_talk", [one, other], {"trigger": "regular"})
    talkers = committee or people[:1]
    for place, member in enumerate(each for each in people if each.person not in {one.person for one in talkers}):
        if source.random() > left_out:
            trigger = "job_change" if place % 11 == 5 else "regular"
            writer.talk(first + dt.timedelta(days=source.randint(10, 320)), branch, "heart_to_heart_talk", [talkers[place % len(talkers)], member], {"trigger": trigger})
    if number % 5 == 0 and len(people) > 4:
        for on in (dt.date(year, month, 12) for month in (2, 5, 8, 11)):
            if on >= branch.since:
                writer.talk(on, branch, "mentoring_contact", people[3:5], {"theme": "work"})


def _committee_year(writer: Writer, committee: Organization, months: list[dt.date]) -> None:
    for month in months:
        writer.hold(_day(writer, month, 2, 12), [(committee, "first_topic", {"topic": "学习近期重要精神"})], 0.95)
        if month.month % 3 == 0 and writer.source.random() < 0.95:
            writer.hold(_day(writer, month, 5, 25), [(committee, "study_group_session", {"topic": "专题研讨", "form": "discussion"})], 0.92, 150)
        if month.month == 7 and writer.source.random() < 0.8:
            writer.hold(month, [(committee, "secretary_lecture", {"topic": "“七一”专题党课", "audience": 120})])


def _department(writer: Writer, department: Organization, months: list[dt.date]) -> None:
    for month in months:
        if month.month in (4, 9):
            writer.hold(
                _day(writer, month, 8, 20),
                [(department, "joint_conference", {"topic": "党员教育任务协调", "units_invited": 9, "units_attending": 8, "decisions": 5, "minutes_on": str(_day(writer, month, 21, 26))})],
            )
        if month.month in (1, 4, 7, 10):
            writer.hold(_day(writer, month, 9, 15), [(department, "milestone", {"subject": "annual_plan", "what": "部务会检查年度计划进展" if month.month > 1 else "部务会审议通过年度计划"})])
        if month.month in (3, 6, 9):
            writer.hold(_day(writer, month, 20, 28), [(department, "milestone", {"subject": "five_year_goals", "what": "完成一项规划年度任务"})])
        if month.month in (5, 8):
            writer.hold(_day(writer, month, 10, 20), [(department, "milestone", {"subject": "reform_drive", "what": "专项行动清单完成一批"})])
        if month.month in (6, 7):
            writer.hold(_day(writer, month, 1, 20), [(department, "milestone", {"subject": "centenary", "what": "举办建党周年主题活动"})])
