import datetime as dt
from decimal import Decimal

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.facts.indicators import Span, values
from zugong.journal.actions.write import write
from zugong.plans.models import Goal, Plan


def set_baseline(plan: Plan, on: dt.date, book: Book, scope: Scope, *, reason: str = "", today: dt.date, by: int | None, at: dt.datetime) -> int:
    """Keep each goal's value at a day, counted from that year's first day, as its baseline, and its target as agreed; answers how many have one. A second time needs a reason."""
    if not scope.everything:
        raise Refused("目标是全区的，只有范围是“全部”的账号才能定基数")
    if not dt.date(plan.year - 1, 1, 1) <= on <= min(today, dt.date(plan.year, 12, 31)):
        raise Refused(f"基数取自哪天，要在 {plan.year - 1} 年 1 月 1 日到今天之间，且不晚于计划当年的年底", "on")
    goals = list(Goal.objects.filter(sentence__plan=plan).order_by("pk"))
    if not goals:
        raise Refused("这份计划还没有挂指标，没有可以定的基数。请先在举措上挂指标")
    if not reason.strip() and any(goal.baseline_on for goal in goals):
        raise Refused("这份计划已经定过基数，重定请写明为什么", "reason")
    found = values(book, [goal.indicator for goal in goals], Span(scope.sql, dt.date(on.year, 1, 1), on, wide=scope.everything))
    for goal in goals:
        goal.baseline, goal.agreed = _figure(*found.get(goal.indicator, (None, None))), goal.target
        goal.baseline_on, goal.baseline_at, goal.baseline_by = on, at, by
    Goal.objects.bulk_update(goals, ["baseline", "agreed", "baseline_on", "baseline_at", "baseline_by"], batch_size=200)
    write(plan.address, "set_baseline", by=by, at=at, fields=["baseline", "agreed"], reason=" ".join(filter(None, (str(on), reason.strip()))))
    return sum(goal.baseline is not None for goal in goals)


def _figure(part: int | None, whole: int | None) -> Decimal | None:
    """A count as it is, a ratio in percent, nothing for a ratio over nothing."""
    if part is None or whole == 0:
        return None
    return Decimal(part) if whole is None else (Decimal(100 * part) / whole).quantize(Decimal("0.01"))
