from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, render

from zugong.charter.catalogue import PARTY_KINDS
from zugong.door.asked_day import asked_day, asked_year
from zugong.door.asked_number import asked_number
from zugong.door.audience import own_paths
from zugong.door.methods import reads
from zugong.door.paging import Pages
from zugong.door.scope import Scope
from zugong.duties import kept, queries
from zugong.duties.reasons import people_of, reasons
from zugong.ledgers.access import seen_rows
from zugong.ledgers.told import called_all
from zugong.library.queries import book
from zugong.registry.access import organization_or_404, person_or_404
from zugong.registry.models import STEP, Organization, Person
from zugong.registry.queries import organizations, tops


@reads("duty.read")
def grid(request: HttpRequest, pk: int):
    """One organization's year: months x duties."""
    organization = organization_or_404(request, pk, "duty.read")
    as_of, year = asked_day(request), asked_year(request)
    here = book()
    rows = queries.grid(here, organization.pk, organization.kind, organization.path, year, as_of)
    lists = [(key, word.title) for key, (word, _) in here.checklists().items() if organization.kind in here.kinds_of(word.who)]
    context = {"organization": organization, "lists": lists, "rows": rows, "year": year, "as_of": as_of, "months": range(1, 13), "current": as_of.month if as_of.year == year else 0}
    return render(request, "duties/grid.html", context)


@reads("duty.read")
def finding(request: HttpRequest, pk: int, duty: str, period: str):
    """One finding with its tree of reasons and a sentence to forward."""
    organization, here = organization_or_404(request, pk, "duty.read"), book()
    as_of = asked_day(request)
    made = reasons(here, organization.pk, organization.path, duty, period, as_of) if duty in here.duties else None
    if made is None:
        raise Http404
    context = _context(request, here, organization, made, as_of)
    if made.folds_people:
        context["people"], context["withheld"] = _people(request, here, organization, duty, period, as_of)
    if here.is_about_rows(duty):
        context["rows_owed"] = _rows(request, here, organization, duty, period, as_of)
    return render(request, "duties/finding.html", context)


def _rows(request: HttpRequest, here, organization, duty: str, period: str, as_of) -> list[dict]:
    """The finding of each row of the ledger that this reader sees, with what the row is called."""
    rows = people_of(here, organization.path, duty, period, as_of)
    called = called_all(here, seen_rows(request, here, [row["person"] for row in rows]), own_paths(request))
    return [row | {"called": called[row["person"]]} for row in rows if row["person"] in called]


def _call_rows(request: HttpRequest, here, made) -> None:
    """Rows of ledgers among the evidence are called as this reader may see them; one that is not for the reader only counts."""
    rows = [row for row in made.counted if row.get("is_row")]
    called = called_all(here, seen_rows(request, here, [row["id"] for row in rows]), own_paths(request)) if rows else {}
    for row in rows:
        row["title"], row["is_seen"] = called.get(row["id"], "一行台账"), row["id"] in called


def _context(request: HttpRequest, here, organization, made, as_of) -> dict:
    _call_rows(request, here, made)
    mechanism = here.duties[made.row["duty"]].mechanism
    kinds = here.kinds_filed_by(organization.kind, request.today)
    return {
        "organization": organization, "made": made, "as_of": as_of, "mechanism": mechanism, "mechanism_title": here.mechanisms[mechanism].title,
        "file_at": _file_at(here, organization, made, kinds, request.today) if request.scope("record.file").holds(organization.path) else "",
        "may_ask": request.scope("record.file").holds(organization.path) and made.row["finding"] in ("open", "missed"),
    }  # fmt: skip


def _file_at(here, organization, made, kinds: list[str], today) -> str:
    """Where the organization records what the duty asks for, or ""."""
    fact = next((fact for fact in made.duty.facts if fact in kinds), "")
    if fact and here.records[fact].on(today).picks:
        return f"/{organization.address}/note/{fact}/"
    return f"/{organization.address}/file/?pick={fact}:{organization.pk}" if fact else ""


def _people(request: HttpRequest, here, organization, duty: str, period: str, as_of) -> tuple[list[dict], bool]:
    """(each person's finding that this reader may see by name, whether some are kept back): the own branch's secretary sees all, a member the own one."""
    names = request.scope("roll.read")
    rows = people_of(here, organization.path, duty, period, as_of)
    shown = rows if names.holds(organization.path) else [row for row in rows if names.person in (row["person"], row["other"])] if names.person else []
    called = Person.objects.in_bulk({pk for row in shown for pk in (row["person"], row["other"]) if pk})
    for row in shown:
        row["called"] = "、".join(called[pk].name for pk in (row["person"], row["other"]) if pk in called)
        row["key"] = f"{row['person']}-{row['other']}" if row["other"] else str(row["person"])
    return shown, len(shown) < len(rows)


def _address(request: HttpRequest, pk: int, duty: str, period: str, people: str) -> str:
    """The reading log's line: the first person's file."""
    return person_or_404(request, _ids(people)[0], "roll.read").address


def _ids(people: str) -> tuple[int, ...]:
    found = tuple(asked_number(each) or 0 for each in people.split("-"))
    if len(found) > 2 or not all(found):
        raise Http404
    return found


@reads("roll.read", logged=_address)
def of_person(request: HttpRequest, pk: int, duty: str, period: str, people: str):
    """One person's (or pair's) finding: only for the person and those who see the own branch's rolls."""
    ids, names, here, as_of = _ids(people), request.scope("roll.read"), book(), asked_day(request)
    organization = get_object_or_404(Organization.objects.filter(Q() if names.person in ids else names.condition("path")), pk=pk)
    made = reasons(here, organization.pk, organization.path, duty, period, as_of, ids) if duty in here.duties else None
    if made is None:
        raise Http404
    called = Person.objects.in_bulk(ids)
    context = _context(request, here, organization, made, as_of) | {"called": "、".join(called[each].name for each in ids if each in called), "file_at": "", "may_ask": False}
    return render(request, "duties/finding.html", context)


@reads("duty.read")
def checklist(request: HttpRequest, pk: int, key: str):
    """A numbered list of one organization: every line with its finding in the current period, and with the records that count as its proof."""
    organization, here, as_of, year = organization_or_404(request, pk, "duty.read"), book(), asked_day(request), asked_year(request)
    if key not in here.checklists():
        raise Http404
    word, mechanism = here.checklists()[key]
    keys = [duty.key for duty in word.duties if duty.key in here.duties]
    rows = queries.year_of(here, Scope.exactly([organization.path]), year, as_of, tuple(keys))
    lines = []
    for duty in word.duties:
        found = [row for row in rows if row["duty"] == duty.key]
        lines.append({"title": duty.title, "rows": found, "done": sum(row["finding"] in ("met", "late") for row in found)})
    context = {"organization": organization, "word": word, "mechanism": mechanism, "lines": lines, "year": year, "as_of": as_of}
    return render(request, "duties/checklist.html", context)


@reads("duty.read")
def overview(request: HttpRequest):
    """Counts along the tree, in the order of the organizations; who is overdue and who turns red next."""
    scope, here, as_of = request.scope("duty.read"), book(), asked_day(request)
    wanted = asked_number(request.GET.get("organization"))
    top = organization_or_404(request, wanted, "duty.read") if wanted else None
    duty = request.GET.get("duty", "")
    duties = (duty,) if duty in here.duties else ()
    below = organizations(scope, as_of).filter(parent=top) if top else tops(scope, as_of)
    holders = {kind for entry in here.duties.values() for kind in here.kinds_of(entry.latest.who)}
    page = Pages(below.filter(kind__in={*PARTY_KINDS, *holders} - {"party_group"}), 50).get_page(request.GET.get("page"))
    rows = list(page)
    length = len(rows[0].path) if rows else STEP
    inside = scope if not top else scope.inside(top.path)
    evaluation = kept.for_scope(inside, as_of)
    places = queries.by_place(here, inside, length, as_of.year, as_of, duties, evaluation)
    for row in rows:
        row.place = places.get(row.path) or queries.Place(row.path, {})
    overdue, next_red = queries.pressing(here, inside, as_of, evaluation=evaluation)
    context = {
        "top": top, "page": page, "rows": rows, "duty": duty, "as_of": as_of, "duties": [(key, entry.latest.title) for key, entry in here.duties.items()],
        "overdue": overdue, "next_red": next_red, "evaluation": evaluation, "may_evaluate": request.may("duty.evaluate"),
        "titles": {key: entry.latest.title for key, entry in here.duties.items()},
    }  # fmt: skip
    return render(request, "duties/overview.html", context)

