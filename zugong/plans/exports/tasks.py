"""The rows of the table of tasks: every measure of a plan with who does it, until when, and how far it has come."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.duties import kept
from zugong.plans.models import Plan
from zugong.plans.progress import Progress
from zugong.plans.queries import Line, outline_of
from zugong.registry.models import Organization

HEADS = ("部分", "条目", "举措", "牵头单位", "配合单位", "完成时限", "指标", "目标", "数值", "状态")


@dataclass(frozen=True)
class Figure:
    """One indicator of a task; a reader of a part of the district has no target and no state."""

    title: str
    unit: str
    target: Decimal | None
    progress: Progress
    word: str


@dataclass(frozen=True)
class Task:
    """One measure."""

    part: str
    item: str
    measure: str
    lead: str
    cooperating: str
    due_on: dt.date | None
    figures: list[Figure]


def tasks(plan: Plan, book: Book, scope: Scope, as_of: dt.date) -> list[Task]:
    """All measures in the order of the text; one statement more than the outline has."""
    parts = outline_of(plan, book, scope, as_of, matches=False, evaluation=kept.for_scope(scope, as_of))[1]
    found = [(part, item, line) for part in parts for item in part.lines for line in item.lines]
    prefetch_related_objects([line.sentence for *_, line in found], Prefetch("cooperating", Organization.objects.order_by("path")))
    return [_task(*each) for each in found]


def _task(part: Line, item: Line, line: Line) -> Task:
    sentence = line.sentence
    figures = [Figure(title, unit, None if line.is_partial else goal.target, progress, "—" if line.is_partial else progress.word) for goal, title, unit, progress in line.goals]
    return Task(
        part.sentence.number + part.sentence.text, item.sentence.number + item.sentence.text, sentence.text, sentence.lead.name if sentence.lead else "",
        "、".join(unit.name for unit in sentence.cooperating.all()), sentence.due_on, figures,
    )  # fmt: skip
