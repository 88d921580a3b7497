"""Splitting and joining measures, leads and dates, goals, judged matches."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.world import NOW, organization, rulebook
from zugong.door.refusal import Refused
from zugong.plans.actions.assign import assign
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.judge_match import judge_match
from zugong.plans.actions.reshape import join, split
from zugong.plans.actions.set_goal import drop_goal, set_goal
from zugong.plans.models import Goal, Match, Sentence
from zugong.plans.outline import read_outline

pytestmark = pytest.mark.django_db
BY = {"by": 1, "at": NOW}
TEXT = """云川区2026年工作要点
一、抓基层
（一）组织生活
1.每月开展主题党日，年底前开好组织生活会。
2.支部书记讲党课。
3.严格请销假。
（二）队伍建设
1.办好夜校。
"""


@pytest.fixture
def book():
    made = rulebook()
    import_plan(read_outline(TEXT), made, **BY)
    return made


def sentence(word: str) -> Sentence:
    return Sentence.objects.select_related("plan").get(text__contains=word)


def order() -> list[str]:
    return list(Sentence.objects.order_by("position").values_list("text", flat=True))


def states(word: str) -> dict[str, str]:
    return {match.mechanism: match.state for match in sentence(word).matches.all()}


def refusal(act, *args, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(*args, **more, **BY)
    return str(refused.value), refused.value.field


def test_a_split_measure_becomes_two_in_place_and_each_is_matched_anew(book):
    split(sentence("主题党日"), "每月开展主题党日，", "年底前开好组织生活会。", book, **BY)
    assert order()[:5] == ["抓基层", "组织生活", "每月开展主题党日，", "年底前开好组织生活会。", "支部书记讲党课。"]
    assert (states("主题党日"), states("组织生活会")) == ({"themed_party_day": "found"}, {"organizational_life_meeting": "found"})
    assert sentence("组织生活会").parent == sentence("主题党日").parent


def test_a_second_half_keeps_lead_units_and_date(book):
    lead, other = organization("组织部", "department"), organization("宣传部", "department")
    assign(sentence("主题党日"), lead=lead, cooperating=[other], due_on=dt.date(2026, 6, 30), version=1, **BY)
    split(sentence("主题党日"), "每月开展主题党日，", "年底前开好组织生活会。", book, **BY)
    second = sentence("组织生活会")
    assert (second.lead, list(second.cooperating.all()), second.due_on) == (lead, [other], dt.date(2026, 6, 30))


def test_a_split_may_not_change_the_text_nor_touch_a_heading(book):
    said = ("拆成的两段连起来要和原文一字不差，请只加一个换行", "text")
    measure = sentence("主题党日")
    assert refusal(split, measure, "每月开展主题党日", "年底前开好组织生活会。", book) == said
    assert refusal(split, measure, measure.text, " ", book) == said
    assert refusal(split, sentence("抓基层"), "抓", "基层", book) == ("只有举措可以拆分", None)
    assert len(order()) == 7


def test_joined_measures_have_one_text_and_both_goals(book):
    set_goal(sentence("主题党日"), "theme_days_held", target=12, baseline=None, book=book, **BY)
    set_goal(sentence("党课"), "lectures_by_secretaries", target=4, baseline=None, book=book, **BY)
    join(sentence("主题党日"), book, **BY)
    joined = sentence("主题党日")
    assert joined.text == "每月开展主题党日，年底前开好组织生活会。支部书记讲党课。"
    assert sorted(joined.goals.values_list("indicator", flat=True)) == ["lectures_by_secretaries", "theme_days_held"]
    assert order()[2:4] == [joined.text, "严格请销假。"]


def test_a_goal_of_both_keeps_the_first_ones_target(book):
    for word, target in (("主题党日", 12), ("党课", 4)):
        set_goal(sentence(word), "theme_days_held", target=target, baseline=None, book=book, **BY)
    join(sentence("主题党日"), book, **BY)
    assert list(Goal.objects.values_list("indicator", "target")) == [("theme_days_held", Decimal("12.00"))]


def test_matches_confirmed_on_either_stay_confirmed_when_joined(book):
    judge_match(sentence("主题党日"), "organizational_life_meeting", "confirmed", **BY)
    judge_match(sentence("主题党日"), "party_lecture", "refused", **BY)
    judge_match(sentence("党课"), "party_lecture", "confirmed", **BY)
    judge_match(sentence("党课"), "themed_party_day", "confirmed", **BY)
    judge_match(sentence("党课"), "general_meeting_of_members", "refused", **BY)
    join(sentence("主题党日"), book, **BY)
    assert states("主题党日") == {
        "organizational_life_meeting": "confirmed", "party_lecture": "confirmed", "themed_party_day": "confirmed", "general_meeting_of_members": "refused",
    }  # fmt: skip


def test_the_last_measure_of_an_item_and_a_heading_have_nothing_to_join(book):
    said = ("这个条目下没有后一条举措可以合并", None)
    assert (refusal(join, sentence("请销假"), book), refusal(join, sentence("抓基层"), book)) == (said, said)


def test_split_and_joined_again_a_measure_is_what_it_was(book):
    before = order()
    split(sentence("主题党日"), "每月开展主题党日，", "年底前开好组织生活会。", book, **BY)
    join(sentence("主题党日"), book, **BY)
    assert (order(), states("主题党日")) == (before, {"themed_party_day": "found", "organizational_life_meeting": "found"})


def test_a_text_split_by_a_person_and_imported_again_is_one_measure_again(book):
    split(sentence("主题党日"), "每月开展主题党日，", "年底前开好组织生活会。", book, **BY)
    again = import_plan(read_outline(TEXT), book, **BY)
    assert (len(order()), again.plan.sentences.filter(sort="measure").count()) == (7, 4)


def test_lead_units_and_date_are_named_once_for_two_who_write_at_once(book):
    lead, other = organization("组织部", "department"), organization("宣传部", "department")
    measure = sentence("党课")
    assign(measure, lead=lead, cooperating=[other], due_on=dt.date(2026, 6, 30), version=1, **BY)
    named = sentence("党课")
    assert (named.lead, list(named.cooperating.all()), named.due_on, named.version) == (lead, [other], dt.date(2026, 6, 30), 2)
    assert refusal(assign, measure, lead=None, cooperating=[], due_on=None, version=1) == ("别人刚刚改过这条举措，请核对后再存", None)
    assert refusal(assign, measure, lead=lead, cooperating=[lead], due_on=None, version=2) == ("牵头单位不能同时是配合单位", "cooperating")
    assert sentence("党课").lead == lead


def test_a_goal_is_hung_on_a_measure_and_a_second_time_changes_its_target(book):
    measure = sentence("主题党日")
    set_goal(measure, "theme_days_held", target=10, baseline=3, book=book, **BY)
    goal = set_goal(measure, "theme_days_held", target=12, baseline=None, book=book, **BY)
    assert list(measure.goals.values_list("indicator", "target", "baseline")) == [("theme_days_held", Decimal("12.00"), None)]
    drop_goal(goal, **BY)
    assert measure.goals.count() == 0


def test_a_wrong_goal_is_refused(book):
    more = {"baseline": None, "book": book}
    assert refusal(set_goal, sentence("抓基层"), "theme_days_held", target=1, **more) == ("指标只能挂在举措上", None)
    assert refusal(set_goal, sentence("党课"), "nothing", target=1, **more) == ("没有这个指标，请从列表里选", "indicator")
    assert refusal(set_goal, sentence("党课"), "lectures_on_time", target=Decimal("100.01"), **more) == ("这是比率指标，目标按百分数填，不能超过 100", "target")
    with pytest.raises(IntegrityError, match="goal_not_negative"), transaction.atomic():
        set_goal(sentence("党课"), "lectures_by_secretaries", target=-1, **more, **BY)
    assert Goal.objects.count() == 0


def test_a_confirmed_match_that_was_not_found_is_added(book):
    judge_match(sentence("夜校"), "party_lecture", "confirmed", **BY)
    assert (states("夜校"), Match.objects.get(sentence=sentence("夜校")).words) == ({"party_lecture": "confirmed"}, [])
    judge_match(sentence("夜校"), "party_lecture", "refused", **BY)
    assert states("夜校") == {"party_lecture": "refused"}
