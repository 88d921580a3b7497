import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zugong.desk import branch
from zugong.desk.counted import counted_towards
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads, writes
from zugong.door.refusal import Refused
from zugong.library.queries import book
from zugong.records.actions.file import Part, file
from zugong.records.forms import ABSENCE_CHOICES, Filing, absent_in
from zugong.records.queries import standing_of
from zugong.registry.access import organization_or_404
from zugong.registry.forms import Day
from zugong.registry.models import Organization
from zugong.registry.queries import on_day

MOST_TOGETHER = 200


def _day(request: HttpRequest):
    """The typed day, for the roll of that day; today when there is none or it makes no sense."""
    try:
        return Day(latest=request.today).clean(request.POST.get("on") or request.GET.get("on") or str(request.today))
    except ValidationError:
        return request.today


@writes("record.file")
def new(request: HttpRequest, pk: int):
    """The sheet "record an activity": kinds, day, roll; filed once, whatever is pressed twice."""
    organization = organization_or_404(request, pk, "record.file")
    here, day = book(), _day(request)
    if day < organization.since:
        day = request.today
    together = _together(request, organization, day)
    parties = branch.parties_of(organization, day) + together
    choices = branch.choices_for(here, parties, day)
    people, empty = branch.roll_rows(here, choices, day)
    picked = request.POST.getlist("pick") if request.method == "POST" else request.GET.getlist("pick")
    choices = [choice for choice in choices if choice.circle not in empty or choice.value in picked]
    kinds, chosen_kinds = list(dict.fromkeys(choice.kind for choice in choices)), {value.split(":")[0] for value in picked}
    form = Filing(request.POST if request.method == "POST" and "refresh" not in request.POST else None, book=here, kinds=kinds, held=chosen_kinds, today=request.today, initial=_typed(request))
    if not form.is_bound:
        pass
    elif form.is_valid() and _roll_is_the_days(request, here, form, [choice for choice in choices if choice.value in picked]):
        try:
            with transaction.atomic():
                return _filed(request, here, form, [choice for choice in choices if choice.value in picked])
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    absent = absent_in(request.POST)
    for row in people:
        row["absence"] = absent.get(row["person"], "")
    context = {
        "organization": organization, "form": form, "choices": choices, "picked": picked, "people": people, "absences": ABSENCE_CHOICES,
        "key": request.POST.get("key") or uuid.uuid4().hex, "day": day, "together": together, "day_given": day != request.today,
        "details": [(kind, here.title_of(kind), fields, any(field.needed for field in fields)) for kind in kinds if (fields := form.fields_of(kind))],
        "bounds": _bounds(here, kinds),
    }  # fmt: skip
    template = "desk/_sheet.html" if request.htmx else "desk/file.html"
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def _bounds(here, kinds: list[str]) -> list[tuple[str, list[str]]]:
    """(kinds of one mechanism, its bounds): shown with what is picked."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        found.setdefault(here.records[kind].mechanism, []).append(kind)
    return [(" ".join(same), here.mechanisms[key].bounds) for key, same in found.items() if here.mechanisms[key].bounds]


def _roll_is_the_days(request: HttpRequest, here, form: Filing, chosen: list[branch.Choice]) -> bool:
    """Whether the people shown are those of the typed day; when not, the page comes back with the day's people to be looked at once."""
    shown, on = request.POST.get("roll_day", ""), form.cleaned_data["on"]
    if not shown or shown == str(on):
        return True
    try:
        before = {row["person"] for row in branch.roll_rows(here, chosen, dt.date.fromisoformat(shown))[0]}
    except ValueError:
        return True
    if before == {row["person"] for row in branch.roll_rows(here, chosen, on)[0]}:
        return True
    form.add_error("on", f"{on} 的应到名单和刚才显示的不同，已换成那一天的名单，请核对缺席后再保存")
    return False


def _typed(request: HttpRequest) -> dict:
    """What was typed so far, when only the roll is fetched anew for another day."""
    return {name: value for name, value in [*request.GET.items(), *request.POST.items()] if name not in ("csrfmiddlewaretoken", "refresh")}


def _together(request: HttpRequest, organization: Organization, day) -> list[Organization]:
    """Further organizations of a joint activity: ?with=<id> as often as needed, all inside the scope."""
    wanted = [pk for each in [*request.GET.getlist("with"), *request.POST.getlist("with")] if (pk := asked_number(each))][:MOST_TOGETHER]
    if not wanted:
        return []
    found = Organization.objects.filter(request.scope("record.file").condition("path"), on_day(day), pk__in=wanted).exclude(pk=organization.pk)
    return list(found.order_by("path"))


def _filed(request: HttpRequest, here, form: Filing, chosen: list[branch.Choice]) -> HttpResponse:
    key = request.POST.get("key", "")
    if not 16 <= len(key) <= 40:
        raise PermissionDenied
    absent = absent_in(request.POST)
    expected = {row["person"]: row["circles"] for row in branch.roll_rows(here, chosen, form.cleaned_data["on"])[0]}
    if strangers := set(absent) - expected.keys():
        raise Refused(f"有 {len(strangers)} 名缺席人员在那一天不在应到名单里，请核对日期后重选")
    parts = [
        Part(
            choice.organization, choice.kind, {person: code for person, code in absent.items() if choice.circle and choice.circle in expected.get(person, ())},
            form.cleaned_data["guests"] or 0, form.told(choice.kind),
        )
        for choice in chosen
    ]  # fmt: skip
    data = form.cleaned_data
    file(here, parts, key=key, on=data["on"], today=request.today, begins=data["begins"], minutes=data["minutes"], place=data["place"], by=request.user.pk, at=request.now)
    if request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"/filed/{key}/"
        return answer
    return redirect("desk:filed", key)


@reads("record.read")
def filed(request: HttpRequest, key: str):
    """What was just recorded, and what it counted towards."""
    records = [record for record in standing_of(key) if request.scope("record.read").holds(record.organization.path)]
    if not records:
        raise Http404
    here = book()
    for record in records:
        record.title = here.title_of(record.kind)
    return render(request, "desk/filed.html", {"records": records, "session": records[0].session, "towards": counted_towards(here, records, request.today)})


@reads("record.file")
def joint(request: HttpRequest):
    """Choose several organizations for an activity that is typed once."""
    rows = Organization.objects.filter(request.scope("record.file").condition("path"), on_day(request.today), kind="branch").order_by("path")
    name = request.GET.get("q", "").strip()
    shown = list((rows.filter(name__contains=name) if name else rows)[:MOST_TOGETHER])
    return render(request, "desk/joint.html", {"rows": shown, "q": name, "most": MOST_TOGETHER})


@reads("record.file")
def joint_go(request: HttpRequest):
    """On to the sheet with the chosen organizations."""
    chosen = [pk for each in request.GET.getlist("with") if (pk := asked_number(each))]
    if not chosen:
        return redirect("desk:joint")
    return redirect(f"/organizations/{chosen[0]}/file/?" + "&".join(f"with={each}" for each in chosen[1:]))
