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
    ("初心讲堂", (("classroom_sessions", 30), ("theory_outreach_talks", 32)), 12),
    ("红色精神", (("cadre_heritage_activities", 10), ("youth_heritage_visits", 240)), 11),
    ("三会一课", (("general_meetings_on_time", 95), ("committee_meetings_on_time", 95), ("lectures_on_time", 95)), 12),
    ("一月一主题", (("theme_days_on_time", 95), ("theme_days_held", 1900)), 12),
    ("年底前开好组织生活会", (("organizational_life_held", 100),), 12),
    ("民主评议党员", (("member_appraisals_held", 100), ("member_appraisals_reported", 100)), 12),
    ("民主生活会", (("democratic_life_meetings_held", 100),), 12),
    ("考核激励", (("appraisals_finished", 100), ("appraised_people", 100)), 12),
    ("转隶组建", (("reorganization_steps_reached", 6),), 12),
    ("七种能力", (("capabilities_taught", 7), ("cadre_classes_held", 4)), 12),
    ("周末大讲堂", (("cadre_platform_sessions", 40), ("short_evening_classes", 70)), 12),
    ("链式培育", (("chain_training_sessions", 32), ("stretch_people", 12), ("showcase_people", 36)), 11),
    ("个人有关事项", (("matters_reported", 100), ("matters_reports_in_time", 90)), 2),
    ("关心关爱", (("units_with_medical_check", 100), ("care_visits", 60)), 12),
    ("心理疏导", (("counselling_slots", 60),), 12),
    ("五年提质行动", (("archives_complete", 90), ("archives_brought_in", 180)), 12),
    ("党建责任落实", (("secretaries_reported", 100),), 3),
    ("五个基本", (("basic_organization", 95), ("basic_activities", 95), ("basic_rules", 95), ("basic_means", 95)), 12),
    ("党费收缴", (("members_paid_dues", 99),), 12),
    ("村社治理制度", (("representatives_meetings_on_time", 95), ("affairs_posted_fifteen_days", 80)), 12),
    ("下沉网格", (("grid_matters_closed", 95), ("grids_with_party_activity", 40)), 12),
    ("协商议事平台", (("deliberation_platforms", 8), ("deliberations_answered", 80)), 12),
    ("党群服务中心", (("service_centers_started", 2),), 10),
    ("主题活动", (("centenary_milestones", 2),), 7),
    ("六色工作法", (("memorial_events_held", 9), ("medals_awarded", 40), ("colours_in_use", 6)), 11),
    ("行动党小组", (("action_groups_set_up", 3), ("chain_group_firms", 20)), 12),
    ("链长制", (("chain_items_moved", 9), ("chain_requests_answered", 95)), 12),
    ("政策推介会", (("policy_promotions", 3), ("promotion_leads", 40)), 11),
    ("研究院建设", (("institute_steps_reached", 6),), 12),
    ("人才论坛", (("talent_forums_held", 1), ("brand_satisfaction", 90)), 10),
    ("政校企合作", (("cooperation_agreements", 2), ("key_schools_deepened", 2)), 12),
    ("统战对象", (("units_surveyed", 90),), 11),
    ("培训会", (("new_strata_trainings", 2),), 11),
    ("民族团结", (("townships_with_unity_activity", 100),), 12),
    ("宗教工作", (("venue_hazards_fixed", 100),), 12),
    ("改革攻坚专项行动清单", (("reform_milestones", 4),), 10),
    ("检查制度", (("annual_plan_milestones", 4),), 12),
)
# Counts that grow with the branches: the targets above are those of 160.
OF_BRANCHES = ("first_topics_held", "theme_days_held", "loyalty_education_sessions")


def promise(book: Book, today: dt.date, level: str = "区", branches: int = 160, *, frozen: bool = True, by: int, at: dt.datetime) -> None:
    """Import the year's plan of a district or city, hang indicators on its measures and freeze the months that are over (of a city that takes minutes)."""
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
    if frozen:
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
