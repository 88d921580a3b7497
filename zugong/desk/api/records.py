"""Records: file, correct, withdraw."""

import datetime as dt
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.library.queries import book
from zugong.records import queries
from zugong.records.access import has_guarded_fields, is_own, readable, record_or_404, shown_value
from zugong.records.actions.correct import Overtaken, correct
from zugong.records.actions.file import Part, file
from zugong.records.actions.withdraw import withdraw
from zugong.records.forms import Filing
from zugong.records.models import Record
from zugong.registry.access import organization_or_404
from zugong.registry.models import Organization

from .given import Absence, Asked, AskedId, Day, Given, Id, Key, Reason, Reasoned, Time, Value, Version, as_typed, text, unasked
from .operations import page_of, reading, writing
from .problems import Conflict, called, checked

router = Router(tags=["纪实"])
MOST_PARTS, MOST_ABSENT = 50, 2000
_CALLED = {"on": "happened_on"}


class RecordShown(Schema):
    """`session`: records of one gathering share it. `fields`: by the keys of the kind; what is not for the reader is left out, what is masked comes masked."""

    id: int
    session: int
    organization: int
    kind: str
    happened_on: dt.date
    begins: str | None
    minutes: int | None
    place: str | None
    expected: int
    present: int
    entitled: int
    entitled_present: int
    guests: int
    fields: dict[str, str | int | bool]
    version: int
    filed_at: dt.datetime
    withdrawn_at: dt.datetime | None
    withdrawn_for: str | None
    is_sealed: bool


class RollRow(Schema):
    person: int
    name: str
    may_vote: bool
    present: bool
    absence: Absence | None
    made_up_on: dt.date | None


class RecordWithRoll(RecordShown):
    """`roll`: null for whoever may not see who was there."""

    roll: list[RollRow] | None


class RecordPage(Schema):
    items: list[RecordShown]
    next: int | None


class Filed(Schema):
    """`is_new`: false when the key was used before and these are the records it made."""

    is_new: bool
    records: list[RecordShown]


class RecordsAsked(Asked):
    kind: text(60) = unasked()
    organization: AskedId = unasked()
    since: Day = unasked("这天以来的活动，含当天")
    until: Day = unasked("这天以前的活动，不含当天")


class Away(Given):
    person: Id
    absence: Absence


class PartGiven(Given):
    """`there`: who took part, for kinds that name only those."""

    organization: Id
    kind: text(60)
    guests: Annotated[int, Field(ge=0, le=100_000)] = 0
    fields: dict[str, Value] = {}
    there: Annotated[list[Id], Field(max_length=MOST_ABSENT)] = []


class FilingGiven(Given):
    """`key`: made by the sender, one for each gathering; sent again it answers what it made and files nothing."""

    key: Key
    happened_on: Day
    begins: Time | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    place: text(80) = ""
    parts: Annotated[list[PartGiven], Field(min_length=1, max_length=MOST_PARTS)]
    absent: Annotated[list[Away], Field(max_length=MOST_ABSENT)] = Field([], description="缺席的人；其余应到的都算到会")


class CorrectingGiven(Given):
    """What is left out stays as it is; `fields` and `absent` are sent whole."""

    version: Version
    reason: Reason
    happened_on: Day | None = None
    begins: Time | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    place: text(80) | None = None
    guests: Annotated[int, Field(ge=0, le=100_000)] | None = None
    fields: dict[str, Value] | None = None
    absent: Annotated[list[Away], Field(max_length=MOST_ABSENT)] | None = None


def shown(here: Book, row: Record, own: bool) -> dict:
    """A record as this reader may see it."""
    session = row.session
    return {
        "id": row.pk, "session": row.session_id, "organization": row.organization_id, "kind": row.kind, "happened_on": row.happened_on, "begins": session.begins.strftime("%H:%M") if session.begins else None,
        "minutes": row.minutes, "place": session.place or None, "expected": row.expected, "present": row.present, "entitled": row.entitled, "entitled_present": row.entitled_present, "guests": row.guests,
        "fields": _fields(here, row, own), "version": row.version, "filed_at": row.filed_at, "withdrawn_at": row.withdrawn_at, "withdrawn_for": row.withdrawn_for or None, "is_sealed": row.sealed_at is not None,
    }  # fmt: skip


def _fields(here: Book, row: Record, own: bool) -> dict:
    if row.kind not in here.records:
        return row.fields if own else {}
    months = {field.key for field in here.fields(row.kind) if field.type == "month"}
    told = {field.key: shown_value(here, row, field.key, row.fields[field.key], own) for field in here.fields(row.kind) if field.key in row.fields}
    return {key: value[:7] if key in months else value for key, value in told.items() if value is not None}


def _with_roll(request: HttpRequest, here: Book, row: Record) -> dict:
    names = request.scope("roll.read")
    all_of_it = names.holds(row.organization.path)
    roll = queries.roll_of(row, None if all_of_it else names.person) if all_of_it or names.person is not None else None
    told = roll and [{"person": each.person_id, "name": each.person.name, "may_vote": each.may_vote, "present": each.present, "absence": each.absence or None, "made_up_on": each.made_up_on} for each in roll]
    return shown(here, row, is_own(request, row)) | {"roll": told}


def _now(request: HttpRequest, here: Book, pk: int) -> dict:
    return _with_roll(request, here, Record.objects.select_related("organization", "session").get(pk=pk))


@reading(router, "/records", "record.read", "纪实列表", RecordPage, more="没有撤回的，按编号排列。")
def index(request: HttpRequest, asked: Query[RecordsAsked]):
    """Records in scope that stand."""
    here, scope = book(), request.scope("record.read")
    place = organization_or_404(request, asked.organization, "record.read", alone=True) if asked.organization else None
    rows = queries.records(scope, organization=place and place.pk, kind=asked.kind or "").filter(readable(request, here))
    if asked.since:
        rows = rows.filter(happened_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(happened_on__lt=asked.until)
    items, following = page_of(request, asked, rows)
    return {"items": [shown(here, row, is_own(request, row)) for row in items], "next": following}


@reading(router, "/records/{pk}", "record.read", "一条纪实", RecordWithRoll, more="到会名单只给有 roll.read 的。")
def show(request: HttpRequest, pk: AskedId):
    """One record, also a withdrawn one."""
    here = book()
    return _with_roll(request, here, record_or_404(request, here, pk, "record.read"))


@writing(router, "/records", "record.file", "记入活动", Filed, made=True, again=True, late=True, more="一次活动填一次，可以同时是几个组织、几种纪实。")
def enter(request: HttpRequest, given: FilingGiven):
    """File a session, whole or not at all."""
    here, before = book(), queries.standing_of(given.key)
    if not before:
        parts, data = _parts(request, here, given)
        with called(lambda field: _of_body(field, given)):
            file(
                here, parts, key=given.key, on=data["on"], today=request.today, begins=data["begins"], minutes=data["minutes"], place=data["place"],
                absent={each.person: each.absence for each in given.absent}, by=request.user.pk, at=request.now,
            )  # fmt: skip
    seen = Record.objects.filter(request.scope("record.read").condition("organization__path"), readable(request, here), session__key=given.key)
    records = list(seen.select_related("organization", "session").order_by("id"))
    if not records:
        raise Refused("这个一次性的键别处已经用过，请换一个", "key")
    return Status(200 if before else 201, {"is_new": not before, "records": [shown(here, row, is_own(request, row)) for row in records]})


def _of_body(field: str, given: FilingGiven) -> str:
    """Where in a filing the field of the page stands: who took part in the first part of the kind."""
    there = {f"{part.kind}-there": f"parts.{number}.there" for number, part in reversed(list(enumerate(given.parts)))}
    return {"on": "happened_on", "pick": "parts", **there}.get(field, field)


def _parts(request: HttpRequest, here: Book, given: FilingGiven) -> tuple[list[Part], dict]:
    """What is to be filed, each part through the form that the page uses."""
    places = Organization.objects.filter(request.scope("record.file").condition("path")).in_bulk({part.organization for part in given.parts})
    parts, data = [], {}
    for number, part in enumerate(given.parts):
        at = f"parts.{number}"
        if part.organization not in places:
            raise Refused(f"没有编号为 {part.organization} 的组织，或不在令牌的范围里", f"{at}.organization")
        typed = {"on": given.happened_on, "begins": given.begins, "minutes": given.minutes, "place": given.place, "guests": part.guests}
        form = _form(request, here, part.kind, typed, part.fields, at)
        data = checked(form, _names(here, part.kind, at))
        parts.append(Part(places[part.organization], part.kind, guests=part.guests, fields=form.told(part.kind), there=part.there))
    return parts, data


def _form(request: HttpRequest, here: Book, kind: str, typed: dict, fields: dict, at: str) -> Filing:
    if kind not in here.records:
        raise Refused(f"制度库里没有“{kind}”这种纪实", f"{at}.kind".removeprefix("."))
    if strange := set(fields) - {field.key for field in here.fields(kind)}:
        raise Refused(f"“{here.title_of(kind)}”没有“{min(strange)[:60]}”这一栏", f"{at}.fields".removeprefix("."))
    return Filing(typed | {f"{kind}-{key}": as_typed(value) for key, value in fields.items()}, book=here, kinds=[kind], today=request.today)


def _names(here: Book, kind: str, at: str) -> dict[str, str]:
    return _CALLED | {f"{kind}-{field.key}": f"{at}.fields.{field.key}".removeprefix(".") for field in here.fields(kind)}


@writing(router, "/records/{pk}/correct", "record.file", "更正纪实", RecordWithRoll, more="原来的内容留在历史里。")
def mend(request: HttpRequest, pk: AskedId, given: CorrectingGiven):
    """Correct a record."""
    here = book()
    row = record_or_404(request, here, pk, "record.file")
    own = is_own(request, row)
    may_name = own or request.scope("roll.read").holds(row.organization.path)
    if (has_guarded_fields(here, row) and not own) or (given.absent is not None and not may_name):
        raise PermissionDenied
    sent, session = given.model_fields_set, row.session
    typed = {"on": session.happened_on, "begins": session.begins, "minutes": session.minutes, "place": session.place, "guests": row.guests}
    typed |= {("on" if name == "happened_on" else name): getattr(given, name) for name in ("happened_on", "begins", "minutes", "place", "guests") if name in sent}
    form = _form(request, here, row.kind, typed, _fields(here, row, True) if given.fields is None else given.fields, "")
    data = checked(form, _names(here, row.kind, ""))
    absent = {each.person_id: each.absence for each in row.roll.filter(present=False)} if given.absent is None else {each.person: each.absence for each in given.absent}
    changes = {
        "happened_on": data["on"], "begins": data["begins"], "minutes": data["minutes"], "place": data["place"], "guests": data["guests"] or 0, "fields": form.told(row.kind), "absent": absent,
    }  # fmt: skip
    try:
        with called(lambda field: _CALLED.get(field, field)):
            correct(here, row, changes, version=given.version, reason=given.reason, today=request.today, by=request.user.pk, at=request.now)
    except Overtaken as overtaken:
        raise Conflict(overtaken.record.version, _now(request, here, pk)) from None
    return _now(request, here, pk)


@writing(router, "/records/{pk}/withdraw", "record.file", "撤回纪实", RecordWithRoll, more="撤回后不再计入任何任务，内容仍可查看。")
def take_back(request: HttpRequest, pk: AskedId, given: Reasoned):
    """Withdraw a record."""
    here = book()
    withdraw(record_or_404(request, here, pk, "record.file"), reason=given.reason, by=request.user.pk, at=request.now)
    return _now(request, here, pk)
