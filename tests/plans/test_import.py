"""Importing a plan, and a corrected text of it: what a person decided stays with the sentence it was decided for."""

import datetime as dt
from pathlib import Path

import pytest

from tests.world import NOW, organization, rulebook
from zugong.door.refusal import Refused
from zugong.plans.actions.assign import assign
from zugong.plans.actions.import_plan import Imported, import_plan, year_in
from zugong.plans.actions.judge_match import judge_match
from zugong.plans.actions.set_goal import set_goal
from zugong.plans.models import Goal, Match, Plan, Sentence
from zugong.plans.outline import decode, read_outline

pytestmark = pytest.mark.django_db
TEXTS = Path(__file__).parent / "texts"
BY = {"by": 1, "at": NOW}
THREE_MEETINGS = ["branch_committee_meeting", "general_meeting_of_members", "party_group_meeting", "party_lecture"]


def text_of(name: str) -> str:
    return decode((TEXTS / f"{name}.txt").read_bytes())


def bring(book, text: str, year: int | None = None) -> Imported:
    return import_plan(read_outline(text), book, year=year, **BY)


def outline(plan: Plan) -> list[tuple[str, int]]:
    """(sort, how many) of a stored plan."""
    return [(sort, plan.sentences.filter(sort=sort).count()) for sort in Sentence.SORTS]


def matches(plan: Plan) -> dict[str, list[str]]:
    """First eight characters of each sentence that names something -> the mechanisms in alphabetical order."""
    rows = plan.sentences.prefetch_related("matches").order_by("position")
    named = {row.text[:8]: sorted(match.mechanism for match in row.matches.all()) for row in rows}
    return {text: keys for text, keys in named.items() if keys}


def sentence(word: str) -> Sentence:
    """The one sentence with a word, fresh from the database."""
    return Sentence.objects.get(text__contains=word, sort__in=("measure", "preamble"))


def test_a_plan_with_brackets_is_stored_and_only_sentences_that_name_a_mechanism_are_matched():
    imported = bring(rulebook(), text_of("brackets"))
    plan = imported.plan
    assert (plan.year, plan.title, imported.new, imported.kept, imported.gone) == (2026, "中共云川区委组织部2026年度工作计划", 31, 0, [])
    assert outline(plan) == [("preamble", 1), ("part", 3), ("item", 8), ("measure", 19)]
    assert matches(plan) == {
        "为做好“十五五”": ["five_year_goals_and_annual_tasks"],
        "理论学习中心组先": ["theory_study_programme"],
        "理想信念教育覆盖": ["ideals_and_convictions_education"],
        "对党忠诚教育纳入": ["party_loyalty_education"],
        "召开党员教育联席": ["member_education_joint_conference"],
        "“三会一课”全部": THREE_MEETINGS,
        "组织生活会前，支": ["organizational_life_meeting"],
        "主题党日由支部大": ["themed_party_day"],
    }


def test_a_run_on_plan_is_stored_with_its_noise_and_matched():
    plan = bring(rulebook(), text_of("run_on")).plan
    assert (plan.year, outline(plan), len(plan.noise)) == (2025, [("preamble", 3), ("part", 4), ("item", 11), ("measure", 18)], 9)
    assert matches(plan) == {
        "2025年，区里": ["five_year_goals_and_annual_tasks"],
        "同时还要为编好“": ["five_year_goals_and_annual_tasks"],
        "区委理论学习中心": ["theory_study_programme"],
        "把理想信念教育放": ["ideals_and_convictions_education"],
        "每半年开一次党员": ["member_education_joint_conference"],
        "对党忠诚教育以“": ["party_loyalty_education"],
        "“三会一课”按季": THREE_MEETINGS,
        "主题党日每月固定": ["themed_party_day"],
        "年底前每个支部开": ["organizational_life_meeting"],
        "改革攻坚专项行动": ["reform_special_action"],
    }


def test_a_plan_with_arabic_numbers_asks_for_its_year_and_is_matched():
    book = rulebook()
    with pytest.raises(Refused) as refused:
        bring(book, text_of("arabic"))
    assert (str(refused.value), refused.value.field, Plan.objects.count()) == ("标题里没有年份，请填写年度", "year", 0)
    plan = bring(book, text_of("arabic"), 2026).plan
    assert outline(plan) == [("preamble", 0), ("part", 3), ("item", 7), ("measure", 13)]
    assert matches(plan) == {
        "区委理论学习中心": ["theory_study_programme"],
        "对党忠诚教育同理": ["ideals_and_convictions_education", "party_loyalty_education"],
        "“三会一课”由支": THREE_MEETINGS,
        "组织生活会查摆的": ["organizational_life_meeting"],
        "总结“十四五”规": ["five_year_goals_and_annual_tasks"],
        "党员教育联席会议": ["member_education_joint_conference"],
    }


def test_sentences_stand_in_the_order_of_the_text_below_their_items_and_parts():
    plan = bring(rulebook(), text_of("brackets")).plan
    rows = list(plan.sentences.select_related("parent").order_by("position"))
    assert [row.position for row in rows] == list(range(31))
    assert {(row.sort, row.parent.sort if row.parent else None) for row in rows} == {("preamble", None), ("part", None), ("item", "part"), ("measure", "item")}
    assert [row.number for row in rows if row.sort == "part"] == ["一、", "二、", "三、"]


def test_a_match_shows_the_words_that_matched():
    bring(rulebook(), text_of("arabic"), 2026)
    assert sentence("总结“十四五”规划").matches.get().words == ["“十四五”规划", "“十四五”", "“十五五”规划", "“十五五”"]


@pytest.mark.parametrize(("title", "year"), [("云川区2026年工作要点", 2026), ("2025 年度计划", 2025), ("二〇二六年工作要点", None), ("", None)])
def test_the_year_is_the_one_the_title_names(title, year):
    from zugong.plans.outline import Outline

    assert year_in(Outline(title, [], [], [])) == year


def test_importing_the_same_text_again_keeps_every_sentence():
    book = rulebook()
    first = bring(book, text_of("brackets"))
    before = list(Sentence.objects.order_by("position").values_list("id", "text", "parent"))
    again = bring(book, text_of("brackets"))
    assert (again.plan, again.new, again.kept, again.gone) == (first.plan, 0, 31, [])
    assert list(Sentence.objects.order_by("position").values_list("id", "text", "parent")) == before


def test_a_corrected_text_keeps_confirmed_and_refused_matches_goals_lead_and_date():
    book = rulebook()
    bring(book, text_of("brackets"))
    theme_day, three = sentence("主题党日由支部大会"), sentence("三会一课")
    lead = organization("组织部", "department")
    judge_match(theme_day, "themed_party_day", "confirmed", **BY)
    judge_match(theme_day, "general_meeting_of_members", "confirmed", **BY)
    judge_match(three, "party_lecture", "refused", **BY)
    set_goal(theme_day, "theme_days_held", target=12, baseline=None, book=book, **BY)
    assign(theme_day, lead=lead, cooperating=[], due_on=dt.date(2026, 6, 30), version=1, **BY)
    corrected = text_of("brackets").replace("主题党日由支部大会议题中征集，2026.1.5前公布首批清单。", "主题党日由支部大会议题中征集，2026.2.10前公布第一批清单。").replace("今年的重点是人岗相适。", "")
    again = bring(book, corrected)
    kept = sentence("第一批清单")
    assert (again.new, again.kept, again.gone) == (0, 29, ["今年的重点是人岗相适。"])
    assert (kept.pk, kept.lead, kept.due_on, [goal.indicator for goal in kept.goals.all()]) == (theme_day.pk, lead, dt.date(2026, 6, 30), ["theme_days_held"])
    assert {match.mechanism: match.state for match in kept.matches.all()} == {"themed_party_day": "confirmed", "general_meeting_of_members": "confirmed"}
    assert {match.mechanism: match.state for match in sentence("三会一课").matches.all()} == dict.fromkeys(THREE_MEETINGS, "found") | {"party_lecture": "refused"}


def test_a_sentence_that_moved_keeps_its_goals_and_stands_in_its_new_place():
    book = rulebook()
    bring(book, text_of("brackets"))
    moved = sentence("选派三十名干部")
    set_goal(moved, "reform_milestones", target=1, baseline=None, book=book, **BY)
    text = text_of("brackets").replace("选派三十名干部到乡镇和项目上历练。", "").replace("“三会一课”全部录入系统。", "“三会一课”全部录入系统。选派三十名干部到乡镇和项目上历练。")
    bring(book, text)
    here = sentence("选派三十名干部")
    assert (here.pk, here.parent.text, here.goals.count()) == (moved.pk, "规范组织生活", 1)


def test_what_a_text_lost_is_reported_and_removed_with_its_goals():
    book = rulebook()
    bring(book, text_of("brackets"))
    set_goal(sentence("主题党日由"), "theme_days_held", target=12, baseline=None, book=book, **BY)
    gone = "主题党日由支部大会议题中征集，2026.1.5前公布首批清单。"
    again = bring(book, text_of("brackets").replace("2．" + gone, ""))
    assert (again.gone, Goal.objects.count()) == ([gone], 0)


def test_another_years_text_makes_another_plan():
    book = rulebook()
    bring(book, text_of("brackets"))
    bring(book, text_of("run_on"))
    assert [(plan.year, plan.sentences.count()) for plan in Plan.objects.order_by("year")] == [(2025, 36), (2026, 31)]


def test_matches_follow_the_mechanisms_adopted_later_but_what_was_decided_stays():
    from zugong.charter.book import Book

    bring(Book(), text_of("brackets"))
    assert Match.objects.count() == 0
    judge_match(sentence("理想信念教育覆盖"), "ideals_and_convictions_education", "refused", **BY)
    bring(rulebook(), text_of("brackets"))
    states = {match.mechanism: match.state for match in Match.objects.filter(sentence__text__contains="教育")}
    assert states == {"ideals_and_convictions_education": "refused", "party_loyalty_education": "found", "member_education_joint_conference": "found"}
