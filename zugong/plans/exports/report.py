"""The draft of a quarterly report: what the frozen figures of the quarter's last month say, part by part. The page and the paper are made from the same report."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from zugong.charter.book import Book
from zugong.plans.actions.freeze import last_day
from zugong.plans.models import Frozen, Plan, Sentence
from zugong.plans.progress import state_of

ORDINALS = "一二三四"
STATES = (("done", "已达目标"), ("met", "正常推进"), ("soon", "预警"), ("missed", "逾期"), ("none", "还没有可算的数"))


@dataclass
class Told:
    """A measure with its frozen figures, each with the address of its definition."""

    text: str
    due_on: dt.date | None
    figures: list[tuple[Frozen, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return state_of([figure.progress for figure, _ in self.figures])


@dataclass
class Chapter:
    """A part of the plan."""

    text: str
    measures: list[Told] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """How many measures stand how: counts, nothing ranked."""
        states = [measure.state for measure in self.measures]
        counts = "，".join(f"{word} {states.count(state)} 条" for state, word in STATES if state in states)
        return f"挂了指标的举措 {len(states)} 条：{counts}。"


@dataclass
class Report:
    """Everything the draft says."""

    plan: Plan
    quarter: int
    as_of: dt.date
    frozen_at: dt.datetime
    chapters: list[Chapter]
    overdue: list[Told]
    unmeasured: list[Sentence]

    @property
    def headline(self) -> tuple[str, str]:
        """The two lines of the title."""
        return f"《{self.plan.title}》", f"{self.plan.year}年第{ORDINALS[self.quarter - 1]}季度进展报告"

    @property
    def title(self) -> str:
        return "".join(self.headline)

    @property
    def since(self) -> dt.date:
        return dt.date(self.plan.year, 3 * self.quarter - 2, 1)

    @property
    def figures(self) -> list[tuple[Frozen, str]]:
        return [figure for chapter in self.chapters for measure in chapter.measures for figure in measure.figures]


def report(plan: Plan, quarter: int, book: Book, address_of: Callable[[Frozen, bool], str]) -> Report | None:
    """None when the quarter's last month is not frozen. `address_of(figure, is_defined)` names the page of a figure's definition."""
    rows = list(Frozen.objects.filter(plan=plan, month=3 * quarter).order_by("position", "pk"))
    if not rows:
        return None
    as_of, chapters, measures = last_day(plan.year, 3 * quarter), {}, {}
    for row in rows:
        chapter = chapters.setdefault(row.part_text, Chapter(row.part_text))
        if row.measure not in measures:
            measures[row.measure] = Told(row.text, row.due_on)
            chapter.measures.append(measures[row.measure])
        entry = book.indicators.get(row.indicator)
        measures[row.measure].figures.append((row, address_of(row, bool(entry and entry.on(as_of)))))
    measured = [int(key.rpartition("/")[2]) for key in measures]
    unmeasured = plan.sentences.filter(sort="measure", due_on__lt=as_of).exclude(pk__in=measured).select_related("lead").order_by("position")
    return Report(plan, quarter, as_of, rows[0].frozen_at, list(chapters.values()), [each for each in measures.values() if each.state == "missed"], list(unmeasured))
