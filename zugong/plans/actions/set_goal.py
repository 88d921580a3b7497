import datetime as dt
from decimal import Decimal

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.plans.models import Goal, Sentence


def set_goal(sentence: Sentence, indicator: str, *, target: Decimal, baseline: Decimal | None, book: Book, by: int, at: dt.datetime) -> Goal:
    """Hang an indicator on a measure with its target; a second time changes the target. A baseline taken from the facts stays unless another is typed."""
    if sentence.sort != "measure":
        raise Refused("指标只能挂在举措上")
    if indicator not in book.indicators:
        raise Refused("没有这个指标，请从列表里选", "indicator")
    if book.indicators[indicator].latest.whole and target > 100:
        raise Refused("这是比率指标，目标按百分数填，不能超过 100", "target")
    kept = Goal.objects.filter(sentence=sentence, indicator=indicator, baseline_on__isnull=False).exists() and baseline is None
    typed = {} if kept else {"baseline": baseline, "agreed": None, "baseline_on": None, "baseline_at": None, "baseline_by": None}
    goal, _ = Goal.objects.update_or_create(sentence=sentence, indicator=indicator, defaults={"target": target} | typed)
    write(sentence.address, "set_goal", by=by, at=at, fields=["target", "baseline"], reason=indicator)
    return goal


def drop_goal(goal: Goal, *, by: int, at: dt.datetime) -> None:
    """Take an indicator off a measure."""
    write(goal.sentence.address, "drop_goal", by=by, at=at, reason=goal.indicator)
    goal.delete()
