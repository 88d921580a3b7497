from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from zugong.door.acts import act
from zugong.door.methods import reads, writes
from zugong.door.paging import Pages
from zugong.door.refusal import Refused
from zugong.duties import forms
from zugong.duties.actions.ask_exemption import ask_exemption
from zugong.duties.actions.decide_exemption import decide_exemption
from zugong.duties.actions.end_exemption import end_exemption
from zugong.duties.exemptions import exemptions
from zugong.duties.models import Exemption
from zugong.library.queries import book
from zugong.registry.access import organization_or_404
from zugong.registry.models import Person
from zugong.registry.queries import members_of


@reads("duty.read")
def index(request: HttpRequest):
    """Requests that wait and exemptions in force, a page at a time."""
    here, rows = book(), exemptions(request.scope("duty.read"), request.scope("roll.read"))
    page = Pages(rows, 50).get_page(request.GET.get("page"))
    for row in page:
        row.title = here.title_of(row.duty)
        row.may_decide = row.state == "asked" and row.asked_by != request.user.pk and request.scope("duty.excuse").holds(row.organization.path)
        row.may_end = row.state == "approved" and not row.until and request.scope("duty.excuse").holds(row.organization.path)
        row.may_take_back = row.state == "asked" and request.scope("record.file").holds(row.organization.path) and not row.may_decide
    return render(request, "duties/exemptions.html", {"page": page})


@writes("record.file")
def ask(request: HttpRequest, pk: int):
    """An organization asks that a duty be lifted from it, or from one of its people."""
    organization, here = organization_or_404(request, pk, "record.file"), book()
    duties = [(key, entry.latest.title) for key, entry in here.duties.items() if organization.kind in here.kinds_of(entry.latest.who)]
    people = [(row.person_id, row.person.name) for row in members_of(organization, request.today)] if request.scope("roll.read").holds(organization.path) else []
    form = forms.Asking(request.POST or None, duties=duties, people=people, today=request.today, initial=request.GET.dict())

    def do(data: dict):
        person = Person.objects.get(pk=data["person"]) if data.get("person") else None
        return ask_exemption(here, organization, **data | {"person": person}, by=request.user.pk, at=request.now)

    return act(
        request, form, do, title=f"{organization.name}：申请免除", submit="提交申请", back="/exemptions/", said="已提交，等上级批准；批准前照常要求。",
        help_text="批准以后，这段时间的这项任务显示“已批准免除”或“不适用”，不再算逾期。",
    )  # fmt: skip


def _exemption(request: HttpRequest, pk: int, right: str) -> Exemption:
    found = exemptions(request.scope(right), request.scope("roll.read") if right != "duty.excuse" else request.scope(right))
    return get_object_or_404(found, pk=pk)


@writes("duty.excuse")
def decide(request: HttpRequest, pk: int):
    """Approve or refuse a request."""
    exemption = _exemption(request, pk, "duty.excuse")
    form = forms.Deciding(request.POST or None)
    who = exemption.organization.name + ("（一名党员）" if exemption.person_id else "")
    until = f"至 {exemption.until}" if exemption.until else "，不定止日"
    return act(
        request, form, lambda data: decide_exemption(exemption, data["approves"], reason=data["reason"], by=request.user.pk, at=request.now),
        title=f"{who}：{book().title_of(exemption.duty)}", submit="办理", back="/exemptions/", said="已办理。", note=f"申请{exemption.get_sort_display()}，从 {exemption.since} 起{until}。理由：{exemption.reason}",
    )  # fmt: skip


@writes("duty.excuse")
def end(request: HttpRequest, pk: int):
    """End an exemption from a day on."""
    exemption = _exemption(request, pk, "duty.excuse")
    return _ending(request, exemption, f"终止免除：{book().title_of(exemption.duty)}", "终止", "已终止，从那天起重新要求。")


@writes("record.file")
def take_back(request: HttpRequest, pk: int):
    """The asking organization takes a request back."""
    exemption = _exemption(request, pk, "record.file")
    return _ending(request, exemption, f"撤回申请：{book().title_of(exemption.duty)}", "撤回", "已撤回。", asked=True)


def _ending(request: HttpRequest, exemption: Exemption, title: str, submit: str, said: str, asked: bool = False) -> HttpResponse:
    form = forms.EndingExemption(request.POST or None, today=request.today)

    def do(data: dict):
        if asked != (exemption.state == "asked"):
            raise Refused("这件申请已经办过，请刷新后查看")
        end_exemption(exemption, on=data["on"], reason=data["reason"], by=request.user.pk, at=request.now)

    return act(request, form, do, title=title, submit=submit, back="/exemptions/", said=said)
