from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, render

from zugong.charter.aloud import say
from zugong.door.asked_number import asked_number
from zugong.door.asked_text import asked_text
from zugong.door.audience import own_paths
from zugong.door.methods import reads
from zugong.door.models import Account
from zugong.door.paging import Pages
from zugong.facts import kept
from zugong.ledgers import lists, printing, queries, told
from zugong.ledgers.access import (
    enters,
    has_guarded_fields,
    is_about_people,
    is_narrow,
    is_own,
    ledger_or_404,
    may_keep,
    named_for,
    readable,
    row_or_404,
)
from zugong.ledgers.models import Breach, FormerRow, Row, SavedView
from zugong.library.queries import book, folders, in_folders
from zugong.registry.models import Organization


@reads("ledger.read")
def index(request: HttpRequest):
    """All ledgers by the parts of the work, with how many rows in scope are in force."""
    here, scope = book(), request.scope("ledger.read")
    organization = asked_number(request.GET.get("organization", ""))
    place = get_object_or_404(Organization.objects.filter(scope.condition("path")), pk=organization) if organization else None
    numbers = queries.numbers(request.scope("ledger.read"), request.today, readable(request, here), organization)
    kinds = {place.kind} if place else set(Organization.objects.filter(scope.condition("path"), until__isnull=True).order_by().values_list("kind", flat=True).distinct())
    parts: dict[str, list] = {}
    places = folders()
    for key, entry in here.ledgers.items():
        if entry.on(request.today) and kinds.intersection(here.kinds_of(key)):
            row = {"key": key, "word": entry.latest, "mechanism": here.mechanisms[entry.mechanism].title, "number": numbers.get(key, 0)}
            parts.setdefault(places.get(entry.mechanism, ""), []).append(row)
    return render(request, "ledgers/index.html", {"parts": in_folders(parts), "place": place})


@reads("ledger.read")
def listed(request: HttpRequest, ledger: str):
    """One ledger: filters, chosen columns and order stand in the address, so that it can be kept and sent."""
    here = book()
    word, scope = ledger_or_404(here, ledger), request.scope("ledger.read")
    what = lists.asked(request, here, word)
    page = Pages(lists.found(request, here, word, scope, what), 50).get_page(request.GET.get("page"))
    rows, columns = list(page), here.columns(ledger)
    for row, words in zip(rows, told.told_all(here, word, rows, own_paths(request)), strict=True):
        row.words = [(columns[key][1], words.get(key)) for key in what.columns]
        row.may_change = may_keep(request, word, row.organization.path) and not row.sealed_at
    view = request.GET.copy()
    view.pop("page", None)
    context = {
        "key": ledger, "word": word, "said": say(here, word), "page": page, "rows": rows, "what": what, "titles": [columns[key][1] for key in what.columns],
        "choices": [(key, columns[key][1], key in what.columns) for key in [*word.fields, *word.sums]], "filters": [(key, title, codes, what.filters.get(key, "")) for key, (title, codes) in lists.filterable(here, word).items()],
        "narrowed": bool(what.filters or what.order or what.breached or what.on != request.today or request.GET.getlist("c")), "orders": lists.orders(here, word), "views": list(SavedView.objects.filter(account=request.user.pk, ledger=ledger).order_by("title")), "query": view.urlencode(),
        "may_enter": request.may("ledger.keep") and bool(here.ledgers[ledger].on(request.today)) and enters(request, here, word), "exported": urlencode({f"f_{key}": value for key, value in what.filters.items()}), "changeable": any(row.may_change for row in rows), "has_checks": any(entry.latest.each == ledger for entry in here.checks.values()),
        "narrow": is_narrow(here, word), "papers": printing.of_lists(request, here, ledger), "may_move": request.may("sheet.read"), "may_bring": request.may("sheet.bring"), "place": Organization.objects.filter(scope.condition("path"), pk=what.organization).first() if what.organization else None, "bounds": here.mechanisms[here.ledgers[ledger].mechanism].bounds,
    }  # fmt: skip
    return render(request, "ledgers/listed.html", context)


def logged(request: HttpRequest, pk: int) -> str:
    """Rows that name people leave a line in the reading log."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    return row.address if row.ledger in here.ledgers and is_about_people(here, here.ledgers[row.ledger].latest) else ""


@reads("ledger.read", logged=logged)
def show(request: HttpRequest, pk: int):
    """One row: what it says, what its checks find, how it came to be so."""
    here = book()
    row = row_or_404(request, here, pk, "ledger.read")
    if row.ledger not in here.ledgers:
        raise Http404
    word, own = here.ledgers[row.ledger].latest, is_own(request, row)
    words = told.told_all(here, word, [row], own_paths(request))[0]
    guarded, columns = has_guarded_fields(here, word), here.columns(row.ledger)
    keeps, sees_files = may_keep(request, word, row.organization.path), own or not (guarded or row.sealed_at)
    sees_past = own or (request.scope("ledger.keep").holds(row.organization.path) and not guarded and not row.sealed_at)
    former = list(FormerRow.objects.filter(row=row).order_by("-version")[:20]) if sees_past else []
    called = told.names(here, [each.values["fields"] for each in former], row.ledger, own_paths(request)) if former else None
    who = dict(Account.objects.filter(pk__in=[each.replaced_by for each in former if each.replaced_by]).values_list("pk", "name")) if former else {}
    for each in former:
        each.who = who.get(each.replaced_by, "")
        each.said = [(columns[key][1], told.word_for(here, columns[key][0], value, called)) for key, value in each.values["fields"].items() if key in columns]
        each.span = (each.values["since"], each.values["until"])
    context = {
        "papers": printing.of_rows(request, here, row), "row": row, "word": word, "told": [(columns[key][1], words[key]) for key in words], "former": former, "breaches": _breaches(request, here, row), "in_force": row.is_in_force(request.today),
        "may_change": keeps and not row.removed_at and not row.sealed_at, "sees_files": sees_files, "files": queries.attachments_of(row) if sees_files else [],
        "referring": list(_referring(request, here, row)[:20]), "may_leave": bool(word.opt_in),
    }  # fmt: skip
    for each in context["referring"]:
        each.title = here.title_of(each.ledger)
        each.called = told.called(here, here.ledgers[each.ledger].latest, each, is_own(request, each)) if each.ledger in here.ledgers else each.title
    return render(request, "ledgers/show.html", context)


def _breaches(request: HttpRequest, here, row: Row) -> list[tuple[str, str, str]]:
    """(title, what it demands, why it was saved so) for each check that the row breaks."""
    notes = {each.check_key: each.explained for each in Breach.objects.filter(row=row)}
    counting = [(key, check) for key, check in here.checks_of(row.ledger, request.today) if check.expects]
    lines = kept.broken(here, counting, request.scope("ledger.read").sql, request.today, rows_only=(row.pk,)) if counting else []
    own = [key for key in notes if key in here.checks and not here.checks[key].latest.expects]
    return [(here.title_of(key), say(here, here.checks[key].latest), notes.get(key, "")) for key in [*own, *(line["check_key"] for line in lines)]]


def _referring(request: HttpRequest, here, row: Row):
    rows = Row.objects.filter(Q(row_1=row.pk) | Q(row_2=row.pk), request.scope("ledger.read").condition("organization__path"), readable(request, here), removed_at__isnull=True)
    return rows.select_related("organization").order_by("organization__path", "id")


@reads("ledger.keep")
def suggest(request: HttpRequest, ledger: str):
    """Up to ten names of rows in force for a half-typed one; none where names are not for this reader."""
    here, typed = book(), next((text for value in request.GET.values() if (text := asked_text(value))), "")
    found = queries.rows(request.scope("ledger.keep"), ledger, request.today).filter(named_for(request, here), name__icontains=typed) if typed else Row.objects.none()
    return render(request, "registry/_suggestions.html", {"rows": [{"name": name, "code": place} for name, place in found.order_by("name", "pk").values_list("name", "organization__name")[:10]]})


@reads("ledger.read")
def findings(request: HttpRequest, ledger: str):
    """What the checks of a ledger find: by the rows' own columns, and by counting others."""
    here = book()
    word, scope = ledger_or_404(here, ledger), request.scope("ledger.read")
    if is_narrow(here, word):
        scope = type(scope).exactly(own_paths(request))
    checks = here.checks_of(ledger, request.today)
    own = Pages(queries.breaches(scope, ledger, [key for key, check in checks if not check.expects], request.today), 50).get_page(request.GET.get("page"))
    counted = kept.broken(here, [(key, check) for key, check in checks if check.expects], scope.sql, request.today, limit=201)
    for line in own:
        line.title, line.row.called = here.title_of(line.check_key), told.called(here, word, line.row, is_own(request, line.row))
    called = told.called_all(here, Row.objects.filter(pk__in=[line["row"] for line in counted]).select_related("organization"), own_paths(request))
    for line in counted:
        line["title"], line["called"] = here.title_of(line["check_key"]), called[line["row"]]
    sentences = [(check.title, say(here, check), check.otherwise == "block") for _, check in checks]
    return render(request, "ledgers/findings.html", {"key": ledger, "word": word, "page": own, "counted": counted[:200], "more": len(counted) > 200, "checks": sentences})
