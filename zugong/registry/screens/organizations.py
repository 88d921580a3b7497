from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import render

from zugong.charter import catalogue
from zugong.door.acts import act
from zugong.door.asked_day import asked_day
from zugong.door.asked_text import asked_text
from zugong.door.methods import reads, writes
from zugong.door.paging import Pages
from zugong.registry import forms, queries
from zugong.registry.access import organization_or_404
from zugong.registry.actions.appoint_committee import appoint_committee
from zugong.registry.actions.dissolve import dissolve
from zugong.registry.actions.found import found
from zugong.registry.actions.move import move
from zugong.registry.actions.rename import rename
from zugong.registry.models import Membership, Person


@reads("organization.read")
def index(request: HttpRequest):
    """Organizations in the order of the tree, with search by name, initials or code and a filter by kind."""
    name, kind, as_of = asked_text(request.GET.get("q")), request.GET.get("kind", ""), asked_day(request)
    rows = queries.organizations(request.scope("organization.read"), as_of, name=name, kind=kind)
    page = Pages(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "q": name, "kind": kind, "kinds": catalogue.ORGANIZATION_KINDS, "may_found": request.may("organization.change"), "as_of": as_of}
    return render(request, "registry/organizations.html", context)


@reads("organization.read")
def suggest(request: HttpRequest):
    """Up to ten names in scope for a half-typed one."""
    typed = next((text for value in request.GET.values() if (text := asked_text(value))), "")
    rows = queries.organizations(request.scope("organization.read"), request.today, name=typed)[:10] if typed else []
    return render(request, "registry/_suggestions.html", {"rows": rows})


@writes("organization.change")
def set_up(request: HttpRequest):
    """Found an organization."""
    scope = request.scope("organization.change")
    form = forms.Founding(request.POST or None, initial=request.GET.dict(), scope=scope, today=request.today)
    return act(
        request, form, lambda data: found(**data, by=request.user.pk, at=request.now),
        title="设立组织", submit="设立", back="/organizations/", said="组织已设立。", help_text="党组织设在单位里时，先登记单位，再设党组织。", onward=True,
    )  # fmt: skip


@writes("organization.change")
def new_name(request: HttpRequest, pk: int):
    """Rename."""
    organization = organization_or_404(request, pk, "organization.change")
    form = forms.Renaming(request.POST or None, initial={"name": organization.name}, today=request.today)
    return act(
        request, form, lambda data: rename(organization, data["name"], on=data["on"], by=request.user.pk, at=request.now),
        title=f"{organization.name}：更名", submit="更名", back=f"/{organization.address}/", said="已更名，以前的日期仍显示旧名称。",
    )  # fmt: skip


@writes("organization.change")
def new_place(request: HttpRequest, pk: int):
    """Move under another parent."""
    organization = organization_or_404(request, pk, "organization.change")
    form = forms.Moving(request.POST or None, scope=request.scope("organization.change"), today=request.today)
    return act(
        request, form, lambda data: move(organization, data["parent"], on=data["on"], by=request.user.pk, at=request.now),
        title=f"{organization.name}：调整隶属", submit="调整", back=f"/{organization.address}/", said="隶属已调整，下级和授权一并跟随。",
        help_text="下级组织、党员和授权都跟着走；调整前各期的统计仍算在原上级名下。",
    )  # fmt: skip


@writes("organization.change")
def close(request: HttpRequest, pk: int):
    """Dissolve."""
    organization = organization_or_404(request, pk, "organization.change")
    form = forms.Reasoned(request.POST or None, today=request.today, label="撤销日期")
    return act(
        request, form, lambda data: dissolve(organization, on=data["on"], reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"撤销{organization.name}", submit="撤销", back=f"/{organization.address}/", said="组织已撤销。", help_text="先转出党员、移走下级，才能撤销。以前的记录都保留。",
    )  # fmt: skip


def _people(organization, today):
    """Candidates: members of the branch, or of all branches below a committee."""
    from zugong.door.scope import Scope

    below = Membership.objects.filter(Scope.below(organization.path).condition("path"), queries.on_day(today))
    return Person.objects.filter(pk__in=below.values("person")).order_by("pk")[:300]


@writes("organization.change")
def new_committee(request: HttpRequest, pk: int):
    """Appoint a committee for a new term."""
    organization = organization_or_404(request, pk, "organization.change")
    if not organization.is_party or organization.kind == "party_group":
        raise PermissionDenied
    form = forms.AppointingCommittee(request.POST or None, people=list(_people(organization, request.today)), today=request.today)
    return act(
        request, form, lambda data: appoint_committee(organization, form.seats, since=data["since"], ends_on=data["ends_on"], by=request.user.pk, at=request.now),
        title=f"{organization.name}：产生新一届委员会", submit="登记", back=f"/{organization.address}/", said="新一届委员会已登记，上一届的职务和相应授权已结束。",
        help_text="给每位委员选职务，其余留空。要有一名书记。",
    )  # fmt: skip
