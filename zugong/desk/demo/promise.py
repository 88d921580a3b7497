"""The demo's plan: imported like any other, then given leads, dates and targets."""

import datetime as dt
from pathlib import Path

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.plans.actions.assign import assign
from zugong.plans.actions.freeze import freeze, last_day
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.judge_match import judge_match
from zugong.plans.actions.set_goal import set_goal
from zugong.plans.models import Match, Plan, Sentence
from zugong.plans.outline import read_outline
from zugong.registry.models import Organization

# a word of the sentence -> (indicator, target) and the due month
GOALS = (
    ("第一议题", (("study_groups_on_time", 95), ("first_topics_held", 108)), 12),
    ("理想信念教育", (("ideals_education_coverage", 90), ("loyalty_education_sessions", 120)), 12),
    ("联席会议", (("joint_conferences_held", 2), ("joint_conference_decisions", 10)), 11),
    ("三会一课", (("general_meetings_on_time", 95), ("committee_meetings_on_time", 95), ("lectures_on_time", 95)), 12),
    ("一月一主题", (("theme_days_on_time", 95), ("theme_days_held", 1900)), 12),
    ("组织生活会", (("organizational_life_held", 100),), 12),
    ("主题活动", (("centenary_milestones", 2),), 7),
    ("改革攻坚专项行动清单", (("reform_milestones", 4),), 10),
    ("检查制度", (("annual_plan_milestones", 4),), 12),
)
# Counts that grow with the branches: the targets above are those of 160.
OF_BRANCHES = ("first_topics_held", "theme_days_held", "loyalty_education_sessions")


def promise(book: Book, today: dt.date, level: str = "区", branches: int = 160, *, by: int, at: dt.datetime) -> None:
    """Import the year's plan of a district or city and hang indicators on its measures."""
    text = (Path(__file__).parent / "plan.txt").read_text(encoding="utf8").format(year=today.year, level=level)
    plan = import_plan(read_outline(text), book, year=today.year, by=by, at=at).plan
    lead = Organization.objects.filter(kind="department").order_by("path")[0]
    for sentence in Sentence.objects.filter(plan=plan, sort="measure").order_by("position"):
        for word, goals, month in GOALS:
            if word in sentence.text and not (word == "主题活动" and "建党" not in sentence.text):
                for indicator, target in goals:
                    size = branches if indicator in OF_BRANCHES else 160
                    set_goal(sentence, indicator, target=target * size // 160, baseline=None, book=book, by=by, at=at)
                last = dt.date(today.year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
                current = Sentence.objects.get(pk=sentence.pk)
                assign(current, lead=lead, cooperating=[], due_on=last, version=current.version, by=by, at=at)
    _freeze(plan, book, today, by=by)
    for match in Match.objects.filter(sentence__plan=plan, mechanism="themed_party_day"):
        judge_match(match.sentence, match.mechanism, "confirmed", by=by, at=at)


def _freeze(plan: Plan, book: Book, today: dt.date, *, by: int) -> None:
    """Freeze the quarters' last months and the latest full one, each two days after it ended."""
    over = [month for month in range(1, 13) if last_day(plan.year, month) < today]
    for month in over:
        if month % 3 == 0 or month == over[-1]:
            on = min(last_day(plan.year, month) + dt.timedelta(days=2), today)
            freeze(plan, month, book, Scope(everything=True), today=on, by=by, at=dt.datetime.combine(on, dt.time(1), dt.UTC))
