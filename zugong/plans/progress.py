"""How far a goal and a measure have come: pure arithmetic on values that were counted."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

RULE = "达到目标为正常；次数类落后于时间进度 10 个百分点以上、比率类低于目标为预警；过了完成时限仍未达到为逾期；分母为零，或时间进度不超过 10% 又还没有数的，显示“—”，不判断。"
BEHIND = 10
WORDS = {"met": "正常推进", "soon": "预警", "missed": "逾期", "none": "—"}


@dataclass(frozen=True)
class Progress:
    """One goal's value beside its target. `part` of `whole` for ratios; `whole` is None for plain numbers."""

    part: int
    whole: int | None
    target: Decimal
    elapsed: int
    over: bool

    @property
    def is_ratio(self) -> bool:
        return self.whole is not None

    @property
    def is_empty(self) -> bool:
        """Nothing can be said yet: a ratio over nothing, or nothing counted while hardly any time has passed."""
        is_early = self.elapsed <= BEHIND and not self.over
        return self.whole == 0 or (is_early and self.part == 0 and self.target > 0)

    @property
    def reached(self) -> bool:
        if self.is_empty:
            return False
        return 100 * self.part >= self.target * self.whole if self.is_ratio else self.part >= self.target

    @property
    def percent(self) -> int | None:
        """Whole percents, rounded down: the value itself for ratios, else the share of the target."""
        if self.is_empty:
            return None
        if self.is_ratio:
            return 100 * self.part // self.whole
        return 100 if not self.target else min(100, int(100 * self.part // self.target))

    @property
    def value(self) -> str:
        """What is shown: 87% or 12."""
        if self.is_empty:
            return "—"
        return f"{self.percent}%" if self.is_ratio else str(self.part)

    @property
    def state(self) -> str:
        if self.is_empty:
            return "none"
        if self.reached:
            return "met"
        if self.over:
            return "missed"
        if self.is_ratio:
            return "soon"
        return "soon" if self.percent < self.elapsed - BEHIND else "met"

    @property
    def word(self) -> str:
        """The state in words, for paper."""
        return "达到目标" if self.reached else WORDS[self.state]


def elapsed_percent(year: int, as_of: dt.date, due_on: dt.date | None) -> int:
    """Share of the time from 1 January to the due date (or the year's end) that has passed, in whole percents."""
    first, last = dt.date(year, 1, 1), due_on or dt.date(year, 12, 31)
    days = max(1, (last - first).days + 1)
    return max(0, min(100, 100 * ((as_of - first).days + 1) // days))


def state_of(goals: list[Progress]) -> str:
    """A measure is as far as its worst goal; `done` when all are reached."""
    states = [goal.state for goal in goals]
    if not states or all(state == "none" for state in states):
        return "none"
    if all(goal.reached or goal.is_empty for goal in goals):
        return "done"
    return next(state for state in ("missed", "soon", "met") if state in states)
