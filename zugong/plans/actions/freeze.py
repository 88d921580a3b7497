import calendar
import datetime as dt

from zugong.charter.aloud import say
from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.facts.indicators import values
from zugong.journal.actions.write import write
from zugong.library.queries import texts_in_force
from zugong.plans.models import Frozen, Goal, Plan
from zugong.plans.progress import Progress, elapsed_percent
from zugong.plans.queries import span_of


def freeze(plan: Plan, month: int, book: Book, scope: Scope, *, today: dt.date, by: int | None, at: dt.datetime) -> list[Frozen]:
    """Keep every goal's figure of a month as it is known now; a frozen month never changes."""
    as_of = last_day(plan.year, month)
    if not scope.everything:
        raise Refused("目标是全区的，只有范围是“全部”的账号才能冻结")
    if as_of >= today:
        raise Refused(f"{month}月还没有过完，{as_of + dt.timedelta(days=1):%Y-%m-%d} 起才能冻结", "month")
    if Frozen.objects.filter(plan=plan, month=month).exists():
        raise Refused(f"{month}月已经冻结，冻结的数不能改；之后的更正看“今天重算”", "month")
    goals = list(Goal.objects.filter(sentence__plan=plan).select_related("sentence__parent__parent").order_by("sentence__position", "pk"))
    if not goals:
        raise Refused("这份计划还没有挂指标，没有可以冻结的数。请先在举措上挂指标")
    found = values(book, [goal.indicator for goal in goals], span_of(plan, scope, as_of))
    adopted = texts_in_force()
    rows = [_row(plan, month, as_of, goal, book, found, adopted, by=by, at=at) for goal in goals]
    Frozen.objects.bulk_create(rows)
    write(plan.address, "freeze", by=by, at=at, fields=["part", "whole", "target", "state"], reason=f"{plan.year}-{month:02}")
    return rows


def last_day(year: int, month: int) -> dt.date:
    """The day of which a month's figures speak."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _row(plan: Plan, month: int, as_of: dt.date, goal: Goal, book: Book, found: dict, adopted: dict[str, int], *, by: int | None, at: dt.datetime) -> Frozen:
    """A goal whose indicator does not hold on the day keeps its place without a figure."""
    sentence, entry = goal.sentence, book.indicators.get(goal.indicator)
    edition = next((each for each in entry.editions if each.since <= as_of and (each.until is None or as_of < each.until)), None) if entry else None
    part, whole = found.get(goal.indicator, (None, None)) if edition else (None, None)
    elapsed, over = elapsed_percent(plan.year, as_of, sentence.due_on), as_of > (sentence.due_on or dt.date(plan.year, 12, 31))
    state = "none" if part is None else Progress(part, whole, goal.target, elapsed, over).state
    word = edition.word if edition else entry.latest if entry else None
    above = sentence.parent.parent if sentence.parent else None
    return Frozen(
        plan=plan, month=month, measure=sentence.address, indicator=goal.indicator, position=sentence.position, part_text=above.number + above.text if above else "", text=sentence.text,
        title=(word.title if word else goal.indicator)[:120], unit=("%" if word.whole else word.unit)[:20] if word else "", part=part, whole=whole, target=goal.target, baseline=goal.baseline,
        due_on=sentence.due_on, elapsed=elapsed, state=state, as_of=as_of, definition=say(book, edition.word) if edition else "", edition_since=edition.since if edition else None,
        adopted=f"library/text/{adopted[entry.mechanism]}" if edition and entry.mechanism in adopted else "", frozen_at=at, frozen_by=by,
    )  # fmt: skip
