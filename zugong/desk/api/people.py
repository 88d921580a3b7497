"""Members of the Party and what is written of a person: take in, correct. A file about a person is read with a line in the reading log."""

import datetime as dt

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zugong.door.asked_text import asked_text
from zugong.door.refusal import Refused
from zugong.registry import forms, queries
from zugong.registry.access import organization_or_404, person_or_404
from zugong.registry.actions.mend_person import mend_person
from zugong.registry.actions.take_in import take_in
from zugong.registry.models import Membership, Person
from zugong.registry.screens.id_numbers import naming

from .given import Asked, AskedId, Day, Gender, Given, Month, Reason, Standing, Version, text, unasked
from .operations import page_of, reading, writing
from .problems import Conflict, checked

router = Router(tags=["人员"])
WRITTEN = ("name", "gender", "born_on", "phone")


class MemberShown(Schema):
    """A membership in force; `id` is its own, `person` the person's."""

    id: int
    person: int
    name: str
    organization: int
    group: int | None
    standing: Standing
    may_vote: bool
    joined_on: dt.date | None
    converted_on: dt.date | None
    since: dt.date
    until: dt.date | None


class MemberPage(Schema):
    items: list[MemberShown]
    next: int | None


class PostShown(Schema):
    id: int
    organization: int
    role: str
    title: str | None
    since: dt.date
    until: dt.date | None
    ends_on: dt.date | None


class PersonShown(Schema):
    """Telephone and identity number with the middle covered; no operation answers the whole number."""

    id: int
    name: str
    gender: Gender | None
    born_on: str | None
    phone: str | None
    id_number: str | None
    version: int
    memberships: list[MemberShown]
    posts: list[PostShown]


class MembersAsked(Asked):
    q: text(80) = Field("", description="姓名或拼音首字母")
    organization: AskedId = unasked("只要这个支部的")
    as_of: Day = unasked("哪天在册的；不填是今天")


class TakingInGiven(Given):
    name: text(60)
    standing: Standing
    since: Day = Field(description="从哪天起在本支部")
    gender: Gender | None = None
    born_on: Month | None = None
    phone: text(20, "^[0-9+ -]{5,20}$") | None = None
    joined_on: Day | None = None
    converted_on: Day | None = None
    id_number: text(60) | None = Field(None, description="18 位；只存密文，任何答复里都只有头六位和末四位")


class MendingGiven(Given):
    """What is left out stays as it is."""

    version: Version
    reason: Reason
    name: text(60) | None = None
    gender: Gender | None = None
    born_on: Month | None = None
    phone: text(20, "^[0-9+ -]{5,20}$") | None = None


def member(row: Membership, person: Person | None = None) -> dict:
    """A membership as it is sent."""
    return {
        "id": row.pk, "person": row.person_id, "name": (person or row.person).name, "organization": row.organization_id, "group": row.group_id, "standing": row.standing, "may_vote": row.may_vote,
        "joined_on": row.joined_on, "converted_on": row.converted_on, "since": row.since, "until": row.until,
    }  # fmt: skip


def shown(person: Person) -> dict:
    """A person as the page shows one, with memberships and posts."""
    posts = [{"id": row.pk, "organization": row.organization_id, "role": row.role, "title": row.title or None, "since": row.since, "until": row.until, "ends_on": row.ends_on} for row in person.posts.order_by("-since", "-id")]
    return {
        "id": person.pk, "name": person.name, "gender": person.gender or None, "born_on": _month(person), "phone": person.masked_phone or None, "id_number": person.masked_id_number or None, "version": person.version,
        "memberships": [member(row, person) for row in person.memberships.order_by("-since", "-id")], "posts": posts,
    }  # fmt: skip


def _month(person: Person) -> str | None:
    return person.born_on.strftime("%Y-%m") if person.born_on else None


@reading(router, "/people", "person.read", "党员列表", MemberPage, more="在册的组织关系，按它的编号排列；一个人的资料另取。")
def index(request: HttpRequest, asked: Query[MembersAsked]):
    """Members in scope on a day."""
    scope = request.scope("person.read")
    rows = queries.members(scope, min(asked.as_of or request.today, request.today), name=asked_text(asked.q))
    if asked.organization:
        rows = rows.filter(organization=organization_or_404(request, asked.organization, "person.read", alone=True))
    items, following = page_of(request, asked, rows)
    return {"items": [member(row) for row in items], "next": following}


def _logged(request: HttpRequest, pk: int) -> str:
    return person_or_404(request, pk).address


@reading(router, "/people/{pk}", "person.read", "一个人的资料", PersonShown, more="每读一次留一条阅览记录。", logged=_logged)
def show(request: HttpRequest, pk: AskedId):
    """One person."""
    return shown(person_or_404(request, pk))


@writing(router, "/organizations/{pk}/members", "person.change", "新增党员", PersonShown, made=True, more="从系统外来的；系统内转接请在页面上办。")
def enter(request: HttpRequest, pk: AskedId, given: TakingInGiven):
    """Take a member in from outside the system."""
    organization = organization_or_404(request, pk, "person.change", alone=True)
    data = checked(forms.TakingIn(given.model_dump(exclude_none=True), today=request.today))
    person = Person(**{key: data[key] for key in WRITTEN})

    def do(data: dict):
        take_in(person, organization, data["standing"], since=data["since"], joined_on=data["joined_on"], converted_on=data["converted_on"], id_number=data["id_number"], by=request.user.pk, at=request.now)

    naming(request, do)(data)
    return Status(201, shown(person))


@writing(router, "/people/{pk}/mend", "person.change", "更正资料", PersonShown)
def mend(request: HttpRequest, pk: AskedId, given: MendingGiven):
    """Correct what is written of a person."""
    person = person_or_404(request, pk, "person.change")
    typed = {"name": person.name, "gender": person.gender, "born_on": _month(person), "phone": person.phone} | given.model_dump(exclude_none=True)
    data = checked(forms.Mending(typed, instance=Person.objects.get(pk=pk)))
    changes = {key: data[key] for key in WRITTEN if data[key] != getattr(person, key)}
    try:
        mend_person(person, changes, version=given.version, reason=given.reason, by=request.user.pk, at=request.now)
    except Refused:
        now = Person.objects.get(pk=pk)
        if now.version != given.version:
            raise Conflict(now.version, shown(now)) from None
        raise
    return shown(Person.objects.get(pk=pk))
