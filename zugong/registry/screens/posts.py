from django.http import HttpRequest
from django.shortcuts import render

from zugong.door.acts import act
from zugong.door.asked_day import asked_day
from zugong.door.methods import reads, writes
from zugong.door.paging import Pages
from zugong.door.refusal import Refused
from zugong.registry import forms, post_forms, queries
from zugong.registry.access import organization_or_404, post_or_404
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.end_post import end_post
from zugong.registry.actions.engage import engage
from zugong.registry.actions.mend_post import mend_post, remove_post
from zugong.registry.models import Person
from zugong.registry.numbered import people_numbered
from zugong.registry.person_name import PersonName

from .id_numbers import naming


@reads("organization.read")
def of_organization(request: HttpRequest, pk: int):
    """Who holds office in one organization."""
    organization, as_of = organization_or_404(request, pk, "organization.read"), asked_day(request)
    page = Pages(queries.posts_of(organization, as_of), 50).get_page(request.GET.get("page"))
    may_change = not organization.until and as_of == request.today and request.scope("organization.change").holds(organization.path)
    return render(request, "registry/posts.html", {"organization": organization, "page": page, "may_change": may_change, "as_of": as_of, "may_see": request.scope("person.read").holds(organization.path)})


@writes("organization.change")
def new_post(request: HttpRequest, pk: int):
    """Appoint one person who is there."""
    organization = organization_or_404(request, pk, "organization.change")
    person = PersonName(organization=organization, scope=request.scope("person.read"), today=request.today, label="姓名")
    form = post_forms.Appointing(request.POST or None, person=person, today=request.today, label="任职日期")

    def do(data: dict) -> None:
        appoint(Person.objects.get(pk=data["person"]), organization, data["role"], title=data["title"], ends_on=data["ends_on"], since=data["on"], by=request.user.pk, at=request.now)

    return act(
        request, form, do, title=f"{organization.name}：任命职务", submit="任命", back=f"/{organization.address}/", said="已任命。", help_text="系统里还没有这个人的，请用“登记新来的人”。",
    )  # fmt: skip


@writes("organization.change")
def enter(request: HttpRequest, pk: int):
    """Enter somebody who is new here, with the office held."""
    organization = organization_or_404(request, pk, "organization.change")
    form = post_forms.Engaging(request.POST or None, today=request.today)

    def do(data: dict) -> None:
        office = {"title": data["title"], "ends_on": data["ends_on"], "since": data["since"], "by": request.user.pk, "at": request.now}
        if known := _known(request, data):
            appoint(known, organization, data["role"], **office)
        else:
            person = Person(**{key: data[key] for key in ("name", "gender", "born_on", "phone")})
            engage(person, organization, data["role"], id_number=data["id_number"], **office)

    return act(
        request, form, naming(request, do), title=f"{organization.name}：登记新来的人", submit="登记", back=f"/{organization.address}/posts/", said="已登记。",
        help_text="不是本系统里党员的干部、职工在这里登记；党员由所在支部登记，再用“任命职务”。一次登记很多人，用表格里的任职名册。",
    )  # fmt: skip


def _known(request: HttpRequest, data: dict) -> Person | None:
    """Somebody who is or was here: whoever left with this number and name, or whom the clerk says to be the same. Refused while it is not said."""
    scope, born, number = request.scope("person.read"), data["born_on"], data["id_number"]
    if number and (holder := people_numbered(number).filter(name=data["name"]).first()):
        at_rest = queries.people_at_rest(scope, [holder.pk]).filter(pk=holder.pk)
        if at_rest.exists() or (data["same"] == "same" and queries.person_in(scope, holder.pk, request.today)):
            return holder
    alike = {"name": data["name"], "born_on__year": born.year, "born_on__month": born.month} | ({"id_number_index__isnull": True} if number else {})
    twins = [*queries.people_called(scope, request.today, data["name"]).filter(**alike)[:2], *queries.people_at_rest(scope).filter(**alike)[:2]]
    if not twins or data["same"] == "other":
        return None
    places = "、".join({each.organization.name for twin in twins for each in [*getattr(twin, "here", ()), *getattr(twin, "held", ())]}) or "以前登记过"
    if data["same"] != "same":
        raise Refused(f"系统里已经有同名、同年同月生的{data['name']}（{places}），请选是不是同一个人", "same")
    if len(twins) > 1:
        raise Refused(f"同名、同年同月生的不止一个（{places}），请用“任命职务”并写明所在组织", "same")
    return twins[0]


@writes("organization.change")
def close_post(request: HttpRequest, pk: int):
    """End an office."""
    post = post_or_404(request, pk)
    form = forms.Dated(request.POST or None, today=request.today, label="结束日期")
    return act(
        request, form, lambda data: end_post(post, on=data["on"], by=request.user.pk, at=request.now),
        title=f"{post.person.name}：结束{post.get_role_display()}职务", submit="结束任职", back=f"/{post.organization.address}/", said="任职已结束，相应授权一并结束。",
    )  # fmt: skip


@writes("organization.change")
def mend(request: HttpRequest, pk: int):
    """Correct an office that was written wrong."""
    post = post_or_404(request, pk)
    form = post_forms.MendingPost(request.POST or None, today=request.today, initial={"title": post.title, "since": post.since, "ends_on": post.ends_on})
    return act(
        request, form, lambda data: mend_post(post, **data, by=request.user.pk, at=request.now),
        title=f"{post.person.name}：更正{post.title or post.get_role_display()}", submit="更正", back=f"/{post.organization.address}/posts/", said="已更正。",
    )  # fmt: skip


@writes("organization.change")
def take_out(request: HttpRequest, pk: int):
    """Take out an office that was never held."""
    post = post_or_404(request, pk)
    form = post_forms.RemovingPost(request.POST or None)
    return act(
        request, form, lambda data: remove_post(post, **data, by=request.user.pk, at=request.now),
        title=f"{post.person.name}：移除登错的{post.title or post.get_role_display()}", submit="移除", back=f"/{post.organization.address}/posts/", said="已移除。", help_text="只用于登错的；不再担任的请办“结束”，任职的经过会留着。",
    )  # fmt: skip
