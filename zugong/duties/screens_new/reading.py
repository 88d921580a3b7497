from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import render

from zugong.charter.catalogue import PARTY_KINDS
from zugong.door.asked_day import asked_day, asked_year
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads
from zugong.library.queries import book
from zugong.registry.access import organization_or_404
from zugong.registry.models import STEP
from zugong.registry.queries import organizations, tops

from . import queries
from .reasons import reasons


@reads("duty.read")
def grid(request: HttpRequest, pk: int):
    """One organization's year: months x duties."""
    organization = organization_or_404(request, pk, "duty.read")
    as_of, year = asked_day(request), asked_year(request)
    here = book()
    rows = queries.grid(here, organization.pk, organization.path, year, as_of, groups=organization.kind == "branch")
    context = {"organization": organization, "rows": rows, "year": year, "as_of": as_of, "months": range(1, 13), "current": as_of.month if as_of.year == year else 0}
    return render(request, "duties/grid.html", context)


@reads("duty.read")
def finding(request: HttpRequest, pk: int, duty: str, period: str):
    """One finding with its tree of reasons and a sentence to forward."""
    organization, here = organization_or_404(request, pk, "duty.read"), book()
    as_of = asked_day(request)
    made = reasons(here, organization.pk, organization.path, duty, period, as_of) if duty in here.duties else None
    if made is None:
        raise Http404
    mechanism = here.duties[duty].mechanism
    context = {"organization": organization, "made": made, "as_of": as_of, "mechanism": mechanism, "mechanism_title": here.mechanisms[mechanism].title}
    context["may_file"] = made.duty.expects and request.scope("record.file").holds(organization.path)
    return render(request, "duties/finding.html", context)


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
    page = Paginator(below.filter(kind__in={*PARTY_KINDS, *holders} - {"party_group"}), 50).get_page(request.GET.get("page"))
    rows = list(page)
    length = len(rows[0].path) if rows else STEP
    inside = scope if not top else scope.inside(top.path)
    places = queries.by_place(here, inside, length, as_of.year, as_of, duties)
    for row in rows:
        row.place = places.get(row.path) or queries.Place(row.path, {})
    context = {
        "top": top, "page": page, "rows": rows, "duty": duty, "as_of": as_of, "duties": [(key, entry.latest.title) for key, entry in here.duties.items()],
        "overdue": queries.overdue(here, inside, as_of), "next_red": queries.next_red(here, inside, as_of),
        "titles": {key: entry.latest.title for key, entry in here.duties.items()},
    }  # fmt: skip
    return render(request, "duties/overview.html", context)

