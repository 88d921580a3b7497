"""Frozen months: what was known of each goal, laid beside what the same day gives today."""

from dataclasses import dataclass, field

from django.db.models import Max

from zugong.charter.aloud import say
from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.facts.indicators import values

from .models import Frozen, Plan, Sentence
from .progress import Progress
from .queries import span_of

MONTHS_OF = {1: 3, 2: 6, 3: 9, 4: 12}


@dataclass
class Row:
    """One goal over the year: month -> its frozen figure. The texts are those of the latest month."""

    latest: Frozen
    months: dict[int, Frozen] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[int, Frozen | None]]:
        return [(month, self.months.get(month)) for month in range(1, 13)]


@dataclass(frozen=True)
class Beside:
    """A frozen figure and today's over the same days."""

    frozen: Frozen
    now: Progress | None
    definition: str
    is_kept: bool

    @property
    def differs(self) -> bool:
        """A row without a figure then has nothing to differ from."""
        return self.now is not None and self.frozen.part is not None and (self.now.part, self.now.whole) != (self.frozen.part, self.frozen.whole)

    @property
    def is_defined_anew(self) -> bool:
        return bool(self.definition and self.frozen.definition) and self.definition != self.frozen.definition


def frozen_months(plan: Plan) -> dict[int, Frozen]:
    """Frozen months in their order, each with one row that knows when and by whom."""
    return {row.month: row for row in Frozen.objects.filter(pk__in=Frozen.objects.filter(plan=plan).values("month").annotate(last=Max("pk")).values("last")).order_by("month")}


def goals_by_month(plan: Plan) -> list[Row]:
    """Every goal that was ever frozen, in the order of the text, with its months."""
    rows: dict[tuple[str, str], Row] = {}
    for each in Frozen.objects.filter(plan=plan).order_by("-month", "position", "pk").defer("definition"):
        rows.setdefault((each.measure, each.indicator), Row(each)).months[each.month] = each
    return sorted(rows.values(), key=lambda row: (row.latest.position, row.latest.pk))


def month_beside_today(plan: Plan, month: int, book: Book, scope: Scope) -> list[Beside]:
    """The figures of a frozen month and what its last day gives today: what was corrected since is the difference."""
    rows = list(Frozen.objects.filter(plan=plan, month=month).order_by("position", "pk"))
    if not rows:
        return []
    as_of = rows[0].as_of
    words = {row.indicator: entry.on(as_of) for row in rows if (entry := book.indicators.get(row.indicator))}
    found = values(book, [key for key, word in words.items() if word], span_of(plan, scope, as_of))
    kept = {f"sentences/{pk}" for pk in Sentence.objects.filter(plan=plan, sort="measure").values_list("pk", flat=True)}
    beside = []
    for row in rows:
        word, number = words.get(row.indicator), found.get(row.indicator)
        now = Progress(*number, row.target, row.elapsed, row.state == "missed") if word and number else None
        beside.append(Beside(row, now, say(book, word) if word else "", row.measure in kept))
    return beside
