"""A plan with its sentences, matches and live numbers."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.duties import kept
from zugong.duties.models import Evaluation
from zugong.facts.indicators import Span, values
from zugong.records.models import Record

from .models import Frozen, Match, Plan, Sentence
from .progress import Progress, elapsed_percent, state_of


@dataclass
class Line:
    """A sentence as shown: its matches, and its goals as (goal, title, unit, progress)."""

    sentence: Sentence
    matches: list[Match] = field(default_factory=list)
    goals: list[tuple] = field(default_factory=list)
    lines: list["Line"] = field(default_factory=list)
    is_partial: bool = False

    @property
    def state(self) -> str:
        """Targets are set for the whole: a reader of a part sees values without lights."""
        return "none" if self.is_partial else state_of([progress for *_, progress in self.goals])

    @property
    def measures(self) -> list["Line"]:
        """All measures at or below this line."""
        return [self] if self.sentence.sort == "measure" else [each for line in self.lines for each in line.measures]


def plans_of(year: int, asked: int | None = None) -> list[Plan]:
    """The asked plan, or the newest year's first, before the others of its year; nothing when there is no plan up to this year."""
    known = list(Plan.objects.filter(Q(pk=asked) | Q(year__lte=year)).defer("noise").order_by("-year", "pk")[:100])
    first = next((plan for plan in known if plan.pk == asked), None) or next((plan for plan in known if plan.year <= year), None)
    return [first, *(plan for plan in known if plan.year == first.year and plan != first)] if first else []


def span_of(plan: Plan, scope: Scope, as_of: dt.date) -> Span:
    """From the plan's first day to the asked day or the plan's last one."""
    return Span(scope.sql, dt.date(plan.year, 1, 1), min(as_of, dt.date(plan.year, 12, 31)), wide=scope.everything)


def outline_of(plan: Plan, book: Book, scope: Scope, as_of: dt.date, *, matches: bool = True, evaluation: Evaluation | None = None) -> tuple[list[Line], list[Line]]:
    """(preamble lines, parts with items with measures); four statements (three without matches), whatever the plan's size. Numbers over everything come from an evaluation when one is given."""
    rows = plan.sentences.select_related("lead").prefetch_related("goals").order_by("position")
    if matches:
        rows = rows.prefetch_related(Prefetch("matches", Match.objects.exclude(state="refused").order_by("id")))
    lines = {row.pk: Line(row, list(row.matches.all()) if matches else []) for row in rows}
    _fill_goals(plan, book, scope, as_of, list(lines.values()), evaluation)
    for line in lines.values():
        if line.sentence.parent_id:
            lines[line.sentence.parent_id].lines.append(line)
    top = [line for line in lines.values() if not line.sentence.parent_id]
    return [line for line in top if line.sentence.sort == "preamble"], [line for line in top if line.sentence.sort == "part"]


def line_of(sentence: Sentence, book: Book, scope: Scope, as_of: dt.date, evaluation: Evaluation | None = None) -> Line:
    """One sentence with its numbers."""
    line = Line(sentence, list(sentence.matches.order_by("id")))
    _fill_goals(sentence.plan, book, scope, as_of, [line], evaluation)
    return line


def sentences_saying(spellings: list[str]) -> QuerySet[Sentence]:
    """Sentences of all plans that hold one of these texts, the newest year first."""
    held = Q(pk__in=[])
    for each in spellings:
        held |= Q(text__contains=each)
    return Sentence.objects.filter(held).select_related("plan").order_by("-plan__year", "position")


def _fill_goals(plan: Plan, book: Book, scope: Scope, as_of: dt.date, lines: list[Line], evaluation: Evaluation | None) -> None:
    goals = [(line, goal) for line in lines for goal in sorted(line.sentence.goals.all(), key=lambda each: each.pk)]
    span = span_of(plan, scope, as_of)
    keys = [goal.indicator for _, goal in goals if goal.indicator in book.indicators]
    found = kept.values(evaluation, keys) if evaluation and evaluation.as_of.year == plan.year and scope.everything and keys else {}
    found |= values(book, [key for key in keys if key not in found], span)
    for line in lines:
        line.is_partial = not scope.everything
    for line, goal in goals:
        if goal.indicator in book.indicators:
            word = book.indicators[goal.indicator].latest
            part, whole = found.get(goal.indicator, (0, 0))
            due_on = line.sentence.due_on
            over = as_of > (due_on or dt.date(plan.year, 12, 31))
            progress = Progress(part, whole, goal.target, elapsed_percent(plan.year, span.as_of, due_on), over)
            line.goals.append((goal, word.title, "%" if word.whole else word.unit, progress))


def late_measures(today: dt.date, asked: int | None = None) -> QuerySet[Sentence]:
    """Measures past their date, the longest first: of all plans of this year, or of the asked one."""
    of_plan = Q(plan=asked) if asked else Q(plan__year=today.year)
    return Sentence.objects.filter(of_plan, sort="measure", due_on__lt=today).select_related("lead", "plan").order_by("due_on", "plan", "position")


def frozen_figure(plan: Plan, indicator: str, as_of: dt.date) -> Frozen | None:
    """What was frozen of an indicator at a month's last day; other days ask nothing."""
    if (as_of + dt.timedelta(days=1)).day != 1:
        return None
    return Frozen.objects.filter(plan=plan, month=as_of.month, indicator=indicator).order_by("pk").first()


def coverage(plan: Plan, book: Book, scope: Scope) -> dict:
    """Sentences without a mechanism, and mechanisms without an activity in the plan's year."""
    measures = plan.sentences.filter(sort="measure").annotate(named=Count("matches", filter=~Q(matches__state="refused")))
    acted = dict(
        Record.objects.filter(scope.condition("organization__path"), withdrawn_at__isnull=True, happened_on__year=plan.year)
        .values_list("kind").annotate(number=Count("id")).order_by()
    )  # fmt: skip
    idle, active = [], []
    for key, mechanism in book.mechanisms.items():
        kinds = [entry.key for entry in book.records.values() if entry.mechanism == key]
        if kinds:
            number = sum(acted.get(kind, 0) for kind in kinds)
            (active if number else idle).append((key, mechanism.title, number))
    return {"unmatched": measures.filter(named=0).order_by("position"), "idle": idle, "active": active, "total": measures.count()}
