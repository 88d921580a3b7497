from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, render

from zugong.charter.aloud import say, say_tally
from zugong.door.asked_day import asked_day
from zugong.door.asked_number import asked_number
from zugong.door.methods import reads
from zugong.facts.indicators import rows_of, values
from zugong.library.queries import book
from zugong.plans import queries
from zugong.plans.models import Plan, Sentence
from zugong.plans.progress import RULE


@reads("plan.read")
def index(request: HttpRequest):
    """All plans, the newest year first."""
    page = Paginator(Plan.objects.order_by("-year", "pk"), 20).get_page(request.GET.get("page"))
    return render(request, "plans/index.html", {"page": page, "may_change": request.may("plan.change")})


@reads("plan.read")
def show(request: HttpRequest, pk: int):
    """A plan as an outline with live numbers."""
    plan, here, as_of = get_object_or_404(Plan, pk=pk), book(), asked_day(request)
    preamble, parts = queries.outline_of(plan, here, request.scope("plan.read"), as_of)
    context = {"plan": plan, "preamble": preamble, "parts": parts, "as_of": as_of, "rule": RULE, "titles": _titles(here), "may_change": request.may("plan.change")}
    return render(request, "plans/show.html", context)


@reads("plan.read")
def sentence(request: HttpRequest, pk: int):
    """One sentence: what it names, who leads, its numbers."""
    shown = get_object_or_404(Sentence.objects.select_related("plan", "lead", "parent__parent"), pk=pk)
    here, as_of = book(), asked_day(request)
    line = queries.line_of(shown, here, request.scope("plan.read"), as_of)
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
    span = queries.span_of(plan, request.scope("plan.read"), as_of)
    part, whole = values(here, [indicator], span).get(indicator, (0, None))
    of_whole = word.whole is not None and request.GET.get("rows") == "whole"
    tally = word.whole if of_whole else (word.value or word.part)
    size, number = 50, max(1, min(asked_number(request.GET.get("page")) or 1, 10_000))
    rows = rows_of(here, tally, span, size + 1, (number - 1) * size)
    context = {
        "plan": plan, "indicator": indicator, "word": word, "said": say(here, word), "part": part, "whole": whole, "of_whole": of_whole, "rows": rows[:size],
        "number": number, "more": len(rows) > size, "span": span, "counted": say_tally(here, tally), "distinct": bool(tally.distinct), "denominator": say_tally(here, word.whole) if word.whole else "",
        "kept": f"as_of={as_of}&" if as_of != request.today else "", "frozen": queries.frozen_figure(plan, indicator, span.as_of) if request.scope("plan.read").everything else None,
        "mechanism": entry.mechanism, "titles": {key: each.latest.title for key, each in {**here.duties, **here.records}.items()},
    }  # fmt: skip
    return render(request, "plans/value.html", context)


@reads("plan.read")
def coverage(request: HttpRequest, pk: int):
    """Which sentence has no mechanism, which mechanism no activity."""
    plan = get_object_or_404(Plan, pk=pk)
    return render(request, "plans/coverage.html", {"plan": plan, **queries.coverage(plan, book(), request.scope("plan.read"))})


def _titles(here) -> dict[str, str]:
    return {key: mechanism.title for key, mechanism in here.mechanisms.items()}
