from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, render

from zugong.charter.aloud import say, say_tally
from zugong.door.asked_day import asked_day
from zugong.door.asked_number import asked_number
from zugong.door.audience import own_paths
from zugong.door.methods import reads
from zugong.door.paging import Pages
from zugong.duties import kept
from zugong.facts.indicators import rows_of, values
from zugong.ledgers.access import seen_rows
from zugong.ledgers.told import called_all
from zugong.library.queries import book
from zugong.plans import queries
from zugong.plans.models import Plan, Sentence
from zugong.plans.progress import RULE
from zugong.registry.access import organization_or_404
from zugong.registry.queries import organizations, tops


@reads("plan.read")
def index(request: HttpRequest):
    """All plans, the newest year first."""
    page = Pages(Plan.objects.order_by("-year", "pk"), 20).get_page(request.GET.get("page"))
    return render(request, "plans/index.html", {"page": page, "may_change": request.may("plan.change")})


@reads("plan.read")
def show(request: HttpRequest, pk: int):
    """A plan as an outline with live numbers."""
    plan, here, as_of = get_object_or_404(Plan, pk=pk), book(), asked_day(request)
    scope = request.scope("plan.read")
    evaluation = kept.for_scope(scope, as_of)
    preamble, parts = queries.outline_of(plan, here, scope, as_of, evaluation=evaluation)
    context = {"evaluation": evaluation, "may_evaluate": request.may("duty.evaluate"), "plan": plan, "preamble": preamble, "parts": parts, "as_of": as_of, "rule": RULE, "titles": _titles(here), "may_change": request.may("plan.change")}
    return render(request, "plans/show.html", context)


@reads("plan.read")
def sentence(request: HttpRequest, pk: int):
    """One sentence: what it names, who leads, its numbers."""
    shown = get_object_or_404(Sentence.objects.select_related("plan", "lead", "parent__parent"), pk=pk)
    here, as_of = book(), asked_day(request)
    scope = request.scope("plan.read")
    line = queries.line_of(shown, here, scope, as_of, kept.for_scope(scope, as_of))
    titles = _titles(here)
    named = {match.mechanism for match in line.matches}
    context = {
        "sentence": shown, "line": line, "as_of": as_of, "rule": RULE, "titles": titles, "may_change": request.may("plan.change"),
        "others": [(key, title) for key, title in titles.items() if key not in named and here.mechanisms[key].covers],
        "cooperating": list(shown.cooperating.order_by("path")),
    }  # fmt: skip
    return render(request, "plans/sentence.html", context)


@reads("plan.read")
def value(request: HttpRequest, pk: int, indicator: str):
    """A number's definition, denominator, time and the rows behind it."""
    plan, here, as_of = get_object_or_404(Plan, pk=pk), book(), asked_day(request)
    entry = here.indicators.get(indicator)
    word = entry.on(min(as_of, request.today)) if entry else None
    if not word:
        raise Http404
    scope, wanted = request.scope("plan.read"), asked_number(request.GET.get("organization"))
    top = organization_or_404(request, wanted, "plan.read") if wanted else None
    inside = scope.inside(top.path) if top else scope
    span = queries.span_of(plan, inside, as_of)
    of_whole = word.whole is not None and request.GET.get("rows") == "whole"
    tally = word.whole if of_whole else (word.value or word.part)
    size, number = 50, max(1, min(asked_number(request.GET.get("page")) or 1, 10_000))
    # What a whole city owes is not judged while somebody waits: its number is kept, its rows are read part by part.
    judged = any(fact in here.duties for each in (word.value or word.part, word.whole) if each for fact in each.facts)
    evaluation = kept.for_scope(inside, as_of) if judged and plan.year == as_of.year else None
    if evaluation:
        part, whole = kept.values(evaluation, [indicator] if inside.everything else []).get(indicator, (None, None))
        rows, places = [], list(organizations(inside, as_of).filter(parent=top) if top else tops(inside, as_of))
    else:
        part, whole = values(here, [indicator], span).get(indicator, (0, None))
        rows, places = rows_of(here, tally, span, size + 1, (number - 1) * size), []
        _call_rows(request, here, rows)
    context = {
        "top": top, "as_of": as_of, "today": request.today, "places": places, "evaluation": evaluation, "may_evaluate": request.may("duty.evaluate"),
        "plan": plan, "indicator": indicator, "word": word, "said": say(here, word), "part": part, "whole": whole, "of_whole": of_whole, "rows": rows[:size],
        "number": number, "more": len(rows) > size, "span": span, "counted": say_tally(here, tally), "distinct": bool(tally.distinct), "denominator": say_tally(here, word.whole) if word.whole else "",
        "kept": (f"as_of={as_of}&" if as_of != request.today else "") + (f"organization={top.pk}&" if top else ""), "frozen": queries.frozen_figure(plan, indicator, span.as_of) if inside.everything else None,
        "mechanism": entry.mechanism, "titles": {key: each.latest.title for key, each in {**here.duties, **here.records}.items()},
    }  # fmt: skip
    return render(request, "plans/value.html", context)


def _call_rows(request: HttpRequest, here, rows: list[dict]) -> None:
    """Rows of ledgers are called as this reader may see them; one that is not for the reader only counts."""
    ids = [row["id"] for row in rows if row["sort"] == "row"]
    called = called_all(here, seen_rows(request, here, ids), own_paths(request)) if ids else {}
    for row in rows:
        if row["sort"] == "row":
            row["title"], row["is_seen"] = called.get(row["id"], "一行台账"), row["id"] in called


@reads("plan.read")
def coverage(request: HttpRequest, pk: int):
    """Which sentence has no mechanism, which mechanism no activity."""
    plan = get_object_or_404(Plan, pk=pk)
    return render(request, "plans/coverage.html", {"plan": plan, **queries.coverage(plan, book(), request.scope("plan.read"))})


def _titles(here) -> dict[str, str]:
    return {key: mechanism.title for key, mechanism in here.mechanisms.items()}
