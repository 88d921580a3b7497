from collections import Counter

from django.http import HttpRequest
from django.shortcuts import render

from zugong.door.acts import act
from zugong.door.asked_day import asked_day
from zugong.door.asked_text import asked_text
from zugong.door.methods import reads, writes
from zugong.door.paging import Pages
from zugong.registry import forms, queries
from zugong.registry.access import membership_or_404, organization_or_404, person_or_404, transfer_or_404
from zugong.registry.actions.convert import convert
from zugong.registry.actions.end_membership import end_membership
from zugong.registry.actions.join_group import join_group
from zugong.registry.actions.mend_membership import mend_membership
from zugong.registry.actions.mend_person import mend_person
from zugong.registry.actions.receive import receive
from zugong.registry.actions.return_transfer import return_transfer
from zugong.registry.actions.send_off import send_off
from zugong.registry.actions.set_vote import set_vote
from zugong.registry.actions.take_in import take_in
from zugong.registry.models import Organization, Person

from .id_numbers import naming


@reads("person.read")
def index(request: HttpRequest):
    """Members in scope, in the order of the tree."""
    name, as_of = asked_text(request.GET.get("q")), asked_day(request)
    page = Pages(queries.members(request.scope("person.read"), as_of, name=name), 50).get_page(request.GET.get("page"))
    return render(request, "registry/people.html", {"page": page, "q": name, "as_of": as_of})


@reads("person.read")
def suggest(request: HttpRequest):
    """Up to ten people in scope for a half-typed name, each with where they are, as a field for a person reads it."""
    typed = next((text for value in request.GET.values() if (text := asked_text(value))), "")
    found = queries.people_called(request.scope("person.read"), request.today, typed)[:10] if typed else []
    named = [(each, f"{each.name}（{place.organization.name}）") for each in found for place in [*each.here, *each.held][:1]]
    alike = Counter(name for _, name in named)
    rows = [{"name": f"{name[:-1]}，{each.born_on:%Y-%m}）" if alike[name] > 1 and each.born_on else name} for each, name in named]
    return render(request, "registry/_suggestions.html", {"rows": rows})


@reads("person.read")
def of_organization(request: HttpRequest, pk: int):
    """Members of one branch or Party group."""
    organization = organization_or_404(request, pk, "person.read")
    as_of = asked_day(request)
    page = Pages(queries.members_of(organization, as_of), 50).get_page(request.GET.get("page"))
    may_change = organization.kind == "branch" and as_of == request.today and request.scope("person.change").holds(organization.path)
    return render(request, "registry/members.html", {"organization": organization, "page": page, "may_change": may_change, "as_of": as_of})


@writes("person.change")
def enter(request: HttpRequest, pk: int):
    """Take a member in from outside the system."""
    organization = organization_or_404(request, pk, "person.change")
    form = forms.TakingIn(request.POST or None, today=request.today)

    def do(data: dict):
        person = Person(**{key: data[key] for key in ("name", "gender", "born_on", "phone")})
        take_in(person, organization, data["standing"], since=data["since"], joined_on=data["joined_on"], converted_on=data["converted_on"], id_number=data["id_number"], by=request.user.pk, at=request.now)

    return act(
        request, form, naming(request, do), title=f"{organization.name}：新增党员", submit="登记", back=f"/organizations/{pk}/members/", said="党员已登记。",
        help_text="从本系统内其他支部转来的，请由原支部转出、本支部接收，不要重复登记。",
    )  # fmt: skip


@writes("person.change")
def leave(request: HttpRequest, pk: int):
    """Send a member off to another branch."""
    membership = membership_or_404(request, pk)
    form = forms.SendingOff(request.POST or None, today=request.today, label="转出日期")
    return act(
        request, form, lambda data: send_off(membership, data["target"], on=data["on"], reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"转出{membership.person.name}的组织关系", submit="转出", back="/transfers/", said="已转出，等对方支部接收；接收前仍在本支部。",
    )  # fmt: skip


@writes("person.change")
def close(request: HttpRequest, pk: int):
    """End an affiliation."""
    membership = membership_or_404(request, pk)
    form = forms.Ending(request.POST or None, today=request.today, label="日期")
    return act(
        request, form, lambda data: end_membership(membership, reason=data["reason"], on=data["on"], by=request.user.pk, at=request.now),
        title=f"结束{membership.person.name}的组织关系", submit="结束", back=f"/organizations/{membership.organization_id}/members/", said="组织关系已结束，以前的到会记录不变。",
    )  # fmt: skip


@writes("person.change")
def become_full(request: HttpRequest, pk: int):
    """Register a conversion that was decided."""
    membership = membership_or_404(request, pk)
    form = forms.Dated(request.POST or None, today=request.today, label="转正日期")
    return act(
        request, form, lambda data: convert(membership, on=data["on"], by=request.user.pk, at=request.now),
        title=f"{membership.person.name}：登记转正", submit="登记", back=f"/organizations/{membership.organization_id}/members/", said="已登记转正，从这天起有表决权。",
    )  # fmt: skip


@writes("person.change")
def dates(request: HttpRequest, pk: int):
    """Correct the days of admission and conversion."""
    membership = membership_or_404(request, pk)
    form = forms.MendingMembership(request.POST or None, today=request.today, initial={"joined_on": membership.joined_on, "converted_on": membership.converted_on})
    return act(
        request, form, lambda data: mend_membership(membership, **data, by=request.user.pk, at=request.now),
        title=f"{membership.person.name}：更正入党、转正日期", submit="更正", back=f"/{membership.person.address}/", said="已更正。",
    )  # fmt: skip


@writes("person.change")
def vote(request: HttpRequest, pk: int):
    """Suspend or restore the right to vote."""
    membership = membership_or_404(request, pk)
    form = forms.Voting(request.POST or None, today=request.today, initial={"may_vote": "0" if membership.may_vote else "1"})
    return act(
        request, form, lambda data: set_vote(membership, data["may_vote"], on=data["on"], reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"{membership.person.name}：变更表决权", submit="变更", back=f"/organizations/{membership.organization_id}/members/", said="已变更，以前的到会名单不变。",
    )  # fmt: skip


@writes("person.change")
def into_group(request: HttpRequest, pk: int):
    """Put a member into a Party group."""
    membership = membership_or_404(request, pk)
    groups = Organization.objects.filter(parent=membership.organization, kind="party_group", until__isnull=True).order_by("path")
    form = forms.JoiningGroup(request.POST or None, groups=groups, today=request.today, initial={"group": membership.group_id})
    return act(
        request, form, lambda data: join_group(membership, data["group"], on=data["on"], by=request.user.pk, at=request.now),
        title=f"{membership.person.name}：编入党小组", submit="编组", back=f"/organizations/{membership.organization_id}/members/", said="已编组。",
    )  # fmt: skip


@writes("person.change")
def mend(request: HttpRequest, pk: int):
    """Correct what is written of a person."""
    person = person_or_404(request, pk, "person.change")
    form = forms.Mending(request.POST or None, instance=Person.objects.get(pk=pk), initial={"version": person.version})

    def do(data: dict):
        changes = {key: data[key] for key in ("name", "gender", "born_on", "phone") if data[key] != getattr(person, key)}
        mend_person(person, changes, version=data["version"], reason=data["reason"], by=request.user.pk, at=request.now)

    return act(request, form, do, title=f"更正{person.name}的资料", submit="更正", back=f"/{person.address}/", said="已更正。")


@reads("person.change")
def transfers(request: HttpRequest):
    """Transfers under way, of both sides."""
    scope = request.scope("person.change")
    page = Pages(queries.open_transfers(scope), 50).get_page(request.GET.get("page"))
    for row in page:
        row.may_receive = scope.holds(row.target.path)
    return render(request, "registry/transfers.html", {"page": page})


@writes("person.change")
def accept(request: HttpRequest, pk: int):
    """Receive a member."""
    transfer = transfer_or_404(request, pk)
    form = forms.Dated(request.POST or None, today=request.today, label="接收日期")
    return act(
        request, form, lambda data: receive(transfer, on=data["on"], by=request.user.pk, at=request.now),
        title=f"接收{transfer.membership.person.name}的组织关系", submit="接收", back="/transfers/", said="已接收。", help_text=f"从{transfer.origin.name}转来。",
    )  # fmt: skip


@writes("person.change")
def send_back(request: HttpRequest, pk: int):
    """Return a transfer with a reason."""
    transfer = transfer_or_404(request, pk)
    form = forms.Reasoned(request.POST or None, today=request.today, label="退回日期")
    return act(
        request, form, lambda data: return_transfer(transfer, reason=data["reason"], on=data["on"], by=request.user.pk, at=request.now),
        title=f"退回{transfer.membership.person.name}的转接", submit="退回", back="/transfers/", said="已退回，组织关系仍在原支部。",
    )  # fmt: skip
