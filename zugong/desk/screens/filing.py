import datetime as dt
import uuid
from contextlib import nullcontext

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zugong.charter.book import Book
from zugong.charter.catalogue import ABSENCES
from zugong.desk import branch
from zugong.desk.counted import counted_towards
from zugong.door.asked_number import asked_number
from zugong.door.asked_text import asked_text
from zugong.door.methods import reads, writes
from zugong.door.refusal import Refused
from zugong.library.queries import book
from zugong.records.access import is_kept_by
from zugong.records.actions.close_check_in import close_check_in
from zugong.records.actions.file import Part, file
from zugong.records.forms import ABSENCE_CHOICES, Filing, absent_in
from zugong.records.models import CheckIn
from zugong.records.queries import check_ins, standing_of
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


@writes("record.file", late=True)
def new(request: HttpRequest, pk: int):
    """The sheet "record an activity": kinds, day, roll; filed once, whatever is pressed twice."""
    organization = organization_or_404(request, pk, "record.file", alone=True)
    here, day = book(), _day(request)
    if day < organization.since:
        day = request.today
    if request.method != "POST" or "refresh" in request.POST:
        return _sheet(request, here, organization, day)
    try:
        return _filed(request, here, _chosen(request, here, organization, day))
    except Refused as refusal:
        return _sheet(request, here, organization, day, refusal)


def _sheet(request: HttpRequest, here: Book, organization: Organization, day: dt.date, refusal: Refused | None = None) -> HttpResponse:
    """The sheet with all that was typed, and what was refused."""
    together, check_in = joined(request, organization, day), _check_in(request)
    choices = branch.choices_for(here, branch.parties_of(organization, day) + together, day)
    people, empty = branch.roll_rows(here, choices, day)
    picked = request.POST.getlist("pick") if request.method == "POST" else request.GET.getlist("pick")
    choices = [choice for choice in choices if choice.circle not in empty or choice.value in picked]
    kinds = list(dict.fromkeys(choice.kind for choice in choices))
    form = Filing(request.POST if refusal else None, book=here, kinds=kinds, held={value.split(":")[0] for value in picked}, today=request.today, initial=_typed(request))
    if refusal and str(refusal) and form.errors is not None:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    absent = absent_in(request.POST)
    for row in people:
        row["absence"] = absent.get(row["person"], "")
    if check_in:
        _show_marks(check_in, people, choices, request.POST.get("refresh", ""))
    context = {
        "organization": organization, "form": form, "choices": choices, "picked": picked, "people": people, "absences": ABSENCE_CHOICES,
        "key": request.POST.get("key") or (check_in.key if check_in else uuid.uuid4().hex), "check_in": check_in, "notes": branch.notes_for(here, organization, day), "day": day, "together": together, "day_given": day != request.today,
        "details": [(kind, here.title_of(kind), fields, any(field.needed for field in fields)) for kind in kinds if (fields := form.fields_of(kind))],
        "bounds": _bounds(here, kinds),
    }  # fmt: skip
    return render(request, "desk/_sheet.html" if request.htmx else "desk/file.html", context, status=422 if refusal else 200)


def _chosen(request: HttpRequest, here: Book, organization: Organization, day: dt.date) -> list[branch.Choice]:
    """What was picked, of what these organizations may record; others than the own one are looked up only when one of them is picked."""
    picked = set(request.POST.getlist("pick"))
    parties = [organization]
    if any(value.rpartition(":")[2] != str(organization.pk) for value in picked):
        parties = branch.parties_of(organization, day) + joined(request, organization, day)
    return [choice for choice in branch.choices_for(here, parties, day) if choice.value in picked]


def _bounds(here: Book, kinds: list[str]) -> list[tuple[str, list[str]]]:
    """(kinds of one mechanism, its bounds): shown with what is picked."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        found.setdefault(here.records[kind].mechanism, []).append(kind)
    return [(" ".join(same), here.mechanisms[key].bounds) for key, same in found.items() if here.mechanisms[key].bounds]


def _check_the_rolls_day(request: HttpRequest, here: Book, chosen: list[branch.Choice], on: dt.date) -> None:
    """Refused when the people shown were not those of the typed day: the page comes back with the day's people to be looked at once."""
    try:
        shown = dt.date.fromisoformat(request.POST.get("roll_day", ""))
    except ValueError:
        return
    if shown == on:
        return
    before, then = ({row["person"] for row in branch.roll_rows(here, chosen, day)[0]} for day in (shown, on))
    if before != then:
        raise Refused(f"{on} 的应到名单和刚才显示的不同，已换成那一天的名单，请核对缺席后再保存", "on")


def _typed(request: HttpRequest) -> dict:
    """What was typed so far, when only the roll is fetched anew for another day."""
    return {name: value for name, value in [*request.GET.items(), *request.POST.items()] if name not in ("csrfmiddlewaretoken", "refresh")}


def _check_in(request: HttpRequest) -> CheckIn | None:
    """The check-in that the sheet takes its marks from, if the account keeps it."""
    asked = asked_number(request.POST.get("check_in") or request.GET.get("check_in"))
    found = check_ins(request.scope("record.file")).filter(pk=asked).first() if asked else None
    return found if found and is_kept_by(request, found) else None


def _show_marks(check_in: CheckIn, people: list[dict], choices: list[branch.Choice], rest: str) -> None:
    """Say of each row whether the person has checked in, and count; `rest` is the absence chosen for everyone who has not."""
    parts = {(part.kind, part.organization_id) for part in check_in.parts.all()}
    circles = {choice.circle for choice in choices if (choice.kind, choice.organization.pk) in parts}
    marked = set(check_in.marks.values_list("person", flat=True))
    asked = [row for row in people if circles.intersection(row["circles"])]
    for row in asked:
        row["marked"] = row["person"] in marked
        if rest in ABSENCES and not row["marked"]:
            row["absence"] = row["absence"] or rest
    check_in.here = sum(row["marked"] for row in asked)
    check_in.not_yet = len(asked) - check_in.here
    check_in.rest = rest if rest in ABSENCES else ""


def joined(request: HttpRequest, organization: Organization, day) -> list[Organization]:
    """Further organizations of a joint activity: ?with=<id> as often as needed, all inside the scope."""
    wanted = [pk for each in [*request.GET.getlist("with"), *request.POST.getlist("with")] if (pk := asked_number(each))][:MOST_TOGETHER]
    if not wanted:
        return []
    found = Organization.objects.filter(request.scope("record.file").condition("path"), on_day(day), pk__in=wanted).exclude(pk=organization.pk)
    return list(found.order_by("path"))


def _filed(request: HttpRequest, here: Book, chosen: list[branch.Choice]) -> HttpResponse:
    """File what was picked and go to what it counted towards. Refused without words when the form itself says what is wrong."""
    key, kinds = request.POST.get("key", ""), list(dict.fromkeys(choice.kind for choice in chosen))
    form = Filing(request.POST, book=here, kinds=kinds, today=request.today)
    if not form.is_valid():
        raise Refused("")
    if not 16 <= len(key) <= 40:
        raise PermissionDenied
    data = form.cleaned_data
    _check_the_rolls_day(request, here, chosen, data["on"])
    parts = [Part(choice.organization, choice.kind, guests=data["guests"] or 0, fields=form.told(choice.kind)) for choice in chosen]
    act, check_in = {"by": request.user.pk, "at": request.now}, _check_in(request)
    closing = check_in is not None and check_in.key == key and check_in.is_open(request.now)
    with transaction.atomic() if closing else nullcontext():
        file(here, parts, key=key, on=data["on"], today=request.today, begins=data["begins"], minutes=data["minutes"], place=data["place"], absent=absent_in(request.POST), **act)
        if closing:
            close_check_in(check_in, **act)
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
    name = asked_text(request.GET.get("q"))
    shown = list((rows.filter(name__contains=name) if name else rows)[:MOST_TOGETHER])
    return render(request, "desk/joint.html", {"rows": shown, "q": name, "most": MOST_TOGETHER})


@reads("record.file")
def joint_go(request: HttpRequest):
    """On to the sheet, or to checking in, with the chosen organizations."""
    chosen = [pk for each in request.GET.getlist("with") if (pk := asked_number(each))]
    if not chosen:
        return redirect("desk:joint")
    sheet = "check-in" if "check_in" in request.GET else "file"
    return redirect(f"/organizations/{chosen[0]}/{sheet}/?" + "&".join(f"with={each}" for each in chosen[1:]))
