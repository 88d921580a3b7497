"""Organizations: found, rename, move, dissolve."""

import datetime as dt

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zugong.door.asked_text import asked_text
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.registry import forms, queries
from zugong.registry.access import organization_or_404
from zugong.registry.actions.dissolve import dissolve
from zugong.registry.actions.found import found
from zugong.registry.actions.move import move
from zugong.registry.actions.rename import rename
from zugong.registry.models import Organization

from .given import Asked, AskedId, Day, Domain, Given, Id, OrganizationKind, Reason, text, unasked
from .operations import page_of, reading, writing
from .problems import checked

router = Router(tags=["组织"])


class OrganizationShown(Schema):
    """`parent`, `unit`: ids of the organization above and of the unit it is set up in."""

    id: int
    code: str
    name: str
    kind: OrganizationKind
    domain: Domain | None
    credit_code: str | None
    parent: int | None
    unit: int | None
    since: dt.date
    until: dt.date | None


class OrganizationPage(Schema):
    items: list[OrganizationShown]
    next: int | None


class OrganizationsAsked(Asked):
    q: text(80) = Field("", description="名称、拼音首字母或组织代码")
    kind: OrganizationKind = unasked()
    parent: AskedId = unasked("只要它的直接下级")
    as_of: Day = unasked("哪天存在的；不填是今天")


class FoundingGiven(Given):
    name: text(80)
    code: text(20, "^[0-9A-Za-z-]{2,20}$")
    kind: OrganizationKind
    since: Day
    domain: Domain | None = None
    parent: Id | None = Field(None, description="上级；只有范围是全部的令牌可以不填")
    unit: Id | None = Field(None, description="设在哪个单位")
    credit_code: text(18, "^[0-9A-HJ-NPQRTUWXY]{18}$") | None = None


class RenamingGiven(Given):
    name: text(80)
    on: Day


class MovingGiven(Given):
    parent: Id
    on: Day


class DissolvingGiven(Given):
    on: Day
    reason: Reason


def shown(row: Organization) -> dict:
    """An organization as it is sent."""
    return {
        "id": row.pk, "code": row.code, "name": row.name, "kind": row.kind, "domain": row.domain or None, "credit_code": row.credit_code or None,
        "parent": row.parent_id, "unit": row.unit_id, "since": row.since, "until": row.until,
    }  # fmt: skip


def place_of(scope: Scope, pk: int | None, field: str) -> Organization | None:
    """An open organization that a body names; Refused when there is none inside the scope, whether or not there is one outside."""
    if pk is None:
        return None
    if row := Organization.objects.filter(scope.condition("path"), pk=pk, until__isnull=True).first():
        return row
    raise Refused(f"没有编号为 {pk} 的组织，或不在令牌的范围里，或已经撤销", field)


@reading(router, "/organizations", "organization.read", "组织列表", OrganizationPage, more="按编号排列。")
def index(request: HttpRequest, asked: Query[OrganizationsAsked]):
    """Organizations in scope that exist on a day."""
    rows = queries.organizations(request.scope("organization.read"), min(asked.as_of or request.today, request.today), name=asked_text(asked.q), kind=asked.kind or "")
    if asked.parent:
        rows = rows.filter(parent=organization_or_404(request, asked.parent, "organization.read", alone=True))
    items, following = page_of(request, asked, rows)
    return {"items": [shown(row) for row in items], "next": following}


@reading(router, "/organizations/{pk}", "organization.read", "一个组织", OrganizationShown)
def show(request: HttpRequest, pk: AskedId):
    """One organization, also a dissolved one."""
    return shown(organization_or_404(request, pk, "organization.read", alone=True))


@writing(router, "/organizations", "organization.change", "设立组织", OrganizationShown, made=True)
def set_up(request: HttpRequest, given: FoundingGiven):
    """Found an organization."""
    scope = request.scope("organization.change")
    places = {name: place_of(scope, getattr(given, name), name) for name in ("parent", "unit")}
    typed = given.model_dump(exclude={"parent", "unit"}, exclude_none=True) | {name: place.code for name, place in places.items() if place}
    made = found(**checked(forms.Founding(typed, scope=scope, today=request.today)), by=request.user.pk, at=request.now)
    return Status(201, shown(made))


@writing(router, "/organizations/{pk}/rename", "organization.change", "更名", OrganizationShown)
def new_name(request: HttpRequest, pk: AskedId, given: RenamingGiven):
    """Rename."""
    row = organization_or_404(request, pk, "organization.change", alone=True)
    data = checked(forms.Renaming(given.model_dump(), today=request.today))
    rename(row, data["name"], on=data["on"], by=request.user.pk, at=request.now)
    return _now(pk)


@writing(router, "/organizations/{pk}/move", "organization.change", "调整隶属", OrganizationShown, more="下级、党员和授权一并跟随。")
def new_place(request: HttpRequest, pk: AskedId, given: MovingGiven):
    """Move under another parent."""
    row, scope = organization_or_404(request, pk, "organization.change", alone=True), request.scope("organization.change")
    parent = place_of(scope, given.parent, "parent")
    data = checked(forms.Moving({"on": given.on, "parent": parent.code}, scope=scope, today=request.today))
    move(row, data["parent"], on=data["on"], by=request.user.pk, at=request.now)
    return _now(pk)


@writing(router, "/organizations/{pk}/dissolve", "organization.change", "撤销组织", OrganizationShown)
def close(request: HttpRequest, pk: AskedId, given: DissolvingGiven):
    """Dissolve."""
    row = organization_or_404(request, pk, "organization.change", alone=True)
    data = checked(forms.Reasoned(given.model_dump(), today=request.today))
    dissolve(row, on=data["on"], reason=data["reason"], by=request.user.pk, at=request.now)
    return _now(pk)


def _now(pk: int) -> dict:
    return shown(Organization.objects.get(pk=pk))
