"""Baselines and frozen months: what was known stays, what was corrected afterwards shows as a difference."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.world import NOW, TODAY, account, district, filed, queries_of, rulebook, signed_in
from zugong.door.refusal import Refused
from zugong.door.scope import Scope
from zugong.journal.queries import lines_about
from zugong.plans.actions.freeze import freeze
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.set_baseline import set_baseline
from zugong.plans.actions.set_goal import drop_goal, set_goal
from zugong.plans.frozen import goals_by_month, month_beside_today
from zugong.plans.models import Frozen, Goal, Plan, Sentence
from zugong.plans.outline import read_outline

pytestmark = pytest.mark.django_db
TEXT = "云川区2026年工作要点\n一、抓基层\n（一）组织生活\n1.每月开展主题党日。\n2.支部书记讲党课。\n3.开好组织生活会。\n"
BY = {"by": 1, "at": NOW}
WHOLE = Scope(everything=True)


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here():
    return district()


@pytest.fixture
def book(here):
    return rulebook()


@pytest.fixture
def plan(book) -> Plan:
    """Two theme days until the end of September, one more in October; a goal of a count and one of a ratio."""
    made = import_plan(read_outline(TEXT), book, **BY).plan
    hang(book, "主题党日", "theme_days_held", 4)
    hang(book, "主题党日", "theme_days_on_time", 95)
    return made


@pytest.fixture
def days(here, book):
    return [filed(book, "theme_day", here.plum, dt.date(2026, month, 8)) for month in (3, 9, 10)]


def hang(book, word: str, indicator: str, target) -> Goal:
    return set_goal(sentence(word), indicator, target=Decimal(target), baseline=None, book=book, **BY)


def sentence(word: str) -> Sentence:
    return Sentence.objects.get(text__contains=word, sort="measure")


def frozen(plan, book, month: int = 9) -> list[Frozen]:
    return freeze(plan, month, book, WHOLE, today=TODAY, **BY)


def refusal(act, *args, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(*args, **more, today=TODAY, **BY)
    return str(refused.value), refused.value.field


def contents() -> list[tuple]:
    return list(Frozen.objects.order_by("pk").values_list())


def test_a_month_keeps_each_goals_figure_of_its_last_day_with_its_definition_and_edition(plan, book, days):
    count, ratio = frozen(plan, book)
    # three branches for eight months, and plum's September, which is kept already
    assert (count.part, count.whole, count.target, count.elapsed, count.state, count.as_of) == (2, None, Decimal(4), 74, "soon", dt.date(2026, 9, 30))
    assert (count.title, count.unit, count.definition, count.part_text) == ("主题党日场次", "场", "主题党日次数。单位：场。", "一、抓基层")
    assert (ratio.whole, ratio.unit, ratio.state, "÷" in ratio.definition) == (25, "%", "soon", True)
    assert (count.edition_since, count.frozen_by, count.frozen_at, count.adopted.split("/")[:2]) == (book.mechanisms["themed_party_day"].since, 1, NOW, ["library", "text"])
    assert [(line.verb, line.reason, line.by) for line in lines_about(plan.address)[:1]] == [("freeze", "2026-09", 1)]


def test_a_frozen_month_is_not_frozen_again_and_stays_whatever_happens(plan, book, days, here):
    frozen(plan, book)
    before = contents()
    assert refusal(freeze, plan, 9, book, WHOLE) == ("9月已经冻结，冻结的数不能改；之后的更正看“今天重算”", "month")
    filed(book, "theme_day", here.bamboo, dt.date(2026, 9, 20))
    hang(book, "主题党日", "theme_days_held", 40)
    drop_goal(Goal.objects.get(indicator="theme_days_on_time"), **BY)
    import_plan(read_outline(TEXT.replace("每月开展主题党日。", "办好夜校，管好驿站。")), book, **BY)
    assert (contents(), Goal.objects.count()) == (before, 0)


def test_the_same_figure_is_kept_once_and_a_month_is_one_of_twelve(plan, book):
    row = frozen(plan, book)[0]
    for month, name in ((9, "frozen_once|UNIQUE"), (13, "frozen_month_of_a_year")):
        row.pk, row.month, row._state.adding = None, month, True
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save()


def test_what_was_filed_afterwards_is_the_difference_between_then_and_today(plan, book, days, here):
    frozen(plan, book)
    assert [row.differs for row in month_beside_today(plan, 9, book, WHOLE)] == [False, False]
    filed(book, "theme_day", here.bamboo, dt.date(2026, 9, 20))
    count, ratio = month_beside_today(plan, 9, book, WHOLE)
    assert (count.frozen.part, count.now.part, count.differs, count.is_kept, count.is_defined_anew) == (2, 3, True, True, False)
    page = signed_in(account("leader")).get(f"/plans/{plan.pk}/months/9/")
    assert ("冻结值 2，今天重算" in page.text, "/values/theme_days_held/?as_of=2026-09-30" in page.text, page.context["differing"]) == (True, True, 2)
    assert ("9月冻结值 2" in signed_in(account("leader")).get(f"/plans/{plan.pk}/values/theme_days_held/?as_of=2026-09-30").text) is True


def test_a_dropped_indicator_and_a_lost_sentence_stay_readable(plan, book, days):
    frozen(plan, book)
    import_plan(read_outline(TEXT.replace("每月开展主题党日。", "办好夜校，管好驿站。")), book, **BY)
    Frozen.objects.filter(indicator="theme_days_on_time").update(indicator="no_longer_there")
    page = signed_in(account("leader")).get(f"/plans/{plan.pk}/months/9/").text
    assert [word in page for word in ("主题党日场次", "计划里已没有这一句", "这项指标现在没有了", "主题党日次数。单位：场。")] == [True] * 4
    assert [row.latest.title for row in goals_by_month(plan)] == ["主题党日场次", "主题党日按期率"]


def test_a_month_that_runs_a_plan_without_goals_and_a_part_of_the_district_are_refused(plan, book, here):
    assert refusal(freeze, plan, 11, book, WHOLE) == ("11月还没有过完，2026-12-01 起才能冻结", "month")
    assert refusal(freeze, plan, 9, book, Scope.below(here.east.path)) == ("目标是全区的，只有范围是“全部”的账号才能冻结", None)
    Goal.objects.all().delete()
    assert refusal(freeze, plan, 9, book, WHOLE)[0] == "这份计划还没有挂指标，没有可以冻结的数。请先在举措上挂指标"
    assert Frozen.objects.count() == 0


def test_an_indicator_that_did_not_hold_keeps_its_place_without_a_figure(plan, book, days):
    Goal.objects.filter(indicator="theme_days_held").update(indicator="of_another_time")
    row = frozen(plan, book)[0]
    assert (row.part, row.whole, row.state, row.progress.value, row.title, row.definition) == (None, None, "none", "—", "of_another_time", "")


def test_january_shows_a_dash_and_no_light(plan, book):
    rows = frozen(plan, book, 1)
    assert [(row.progress.value, row.state) for row in rows] == [("—", "none")] * 2
    page = signed_in(account("leader")).get(f"/plans/{plan.pk}/?as_of=2026-01-20").text
    assert ("— / 4 场" in page, "完成 0%" in page or ">0%" in page, "zg-light-" in page, "逾期</span>" in page) == (True, False, False, False)
    cockpit = signed_in(account("leader")).get("/cockpit/?as_of=2026-01-20")
    assert (cockpit.context["states"], cockpit.context["kept_percent"], cockpit.context["lines"][0]["percent"], cockpit.context["lines"][0]["is_empty"]) == ({"empty": 1, "none": 2}, None, None, True)


def test_a_baseline_is_the_value_of_a_day_counted_from_that_years_first_day(plan, book, here):
    filed(book, "theme_day", here.plum, dt.date(2025, 6, 8))
    assert set_baseline(plan, dt.date(2025, 12, 31), book, WHOLE, today=TODAY, **BY) == 2
    count, ratio = Goal.objects.order_by("pk")
    assert (count.baseline, count.agreed, count.baseline_on, count.baseline_by, count.baseline_at) == (Decimal(1), Decimal(4), dt.date(2025, 12, 31), 1, NOW)
    # 8 June makes up for May and is June's own; January to November of three branches are decided
    assert (ratio.baseline, ratio.agreed) == (Decimal("6.06"), Decimal(95))
    page = signed_in(account("leader")).get(f"/plans/{plan.pk}/").text
    assert "基数 1（2025年12月31日）" in page
    assert [(line.verb, line.reason) for line in lines_about(plan.address)[:1]] == [("set_baseline", "2025-12-31")]


def test_a_baseline_is_taken_again_with_a_reason_and_stays_when_the_target_changes(plan, book, here):
    set_baseline(plan, dt.date(2025, 12, 31), book, WHOLE, today=TODAY, **BY)
    assert refusal(set_baseline, plan, dt.date(2025, 12, 31), book, WHOLE) == ("这份计划已经定过基数，重定请写明为什么", "reason")
    filed(book, "theme_day", here.plum, dt.date(2025, 6, 8))
    set_baseline(plan, dt.date(2025, 12, 31), book, WHOLE, reason="补记后重定", today=TODAY, **BY)
    changed = hang(book, "主题党日", "theme_days_held", 6)
    assert (changed.baseline, changed.agreed, changed.target, changed.baseline_on) == (Decimal(1), Decimal(4), Decimal(6), dt.date(2025, 12, 31))
    assert "商定的目标 4" in signed_in(account("leader")).get(f"/plans/{plan.pk}/").text
    typed = set_goal(sentence("主题党日"), "theme_days_held", target=Decimal(6), baseline=Decimal(2), book=book, **BY)
    assert (typed.baseline, typed.agreed, typed.baseline_on) == (Decimal(2), None, None)


def test_a_ratio_over_nothing_has_no_baseline_and_a_wrong_day_or_range_is_refused(plan, book, here):
    hang(book, "党课", "joint_conference_minutes", 100)
    assert set_baseline(plan, dt.date(2025, 1, 1), book, WHOLE, today=TODAY, **BY) == 1
    days = [dt.date(2024, 12, 31), TODAY + dt.timedelta(days=1)]
    assert [refusal(set_baseline, plan, day, book, WHOLE)[1] for day in days] == ["on", "on"]
    assert refusal(set_baseline, plan, TODAY, book, Scope.below(here.east.path))[0] == "目标是全区的，只有范围是“全部”的账号才能定基数"


def test_a_clerk_freezes_and_sets_the_baseline_from_the_plans_pages(plan, book, days):
    client = signed_in(account("section_clerk"))
    page = client.get(f"/plans/{plan.pk}/months/")
    assert f'href="/plans/{plan.pk}/freeze/"' in page.text
    form = client.get(f"/plans/{plan.pk}/freeze/?month=9").text
    assert ('<option value="9" selected>9月</option>' in form, "11月（还没有过完）" in form) == (True, True)
    done = [client.post(f"/plans/{plan.pk}/freeze/", {"month": "9"}), client.post(f"/plans/{plan.pk}/baseline/", {"on": "2025-12-31"})]
    again = client.post(f"/plans/{plan.pk}/freeze/", {"month": "9"})
    assert ([answer.status_code for answer in done], again.status_code, "9月已经冻结" in again.text) == ([302, 302], 422, True)
    assert Frozen.objects.count() == 2


def test_who_sees_a_part_of_the_district_sees_no_frozen_figure_and_who_only_reads_freezes_nothing(plan, book, days, here):
    frozen(plan, book)
    part, leader = signed_in(account("leader", "below", here.east)), signed_in(account("leader"))
    pages = [part.get(f"/plans/{plan.pk}/{page}").text for page in ("months/", "months/9/", "quarters/3/")]
    assert [("主题党日场次" in page, "您的范围不是全部" in page) for page in pages] == [(False, True)] * 3
    assert [leader.post(f"/plans/{plan.pk}/{act}/").status_code for act in ("freeze", "baseline")] == [403, 403]
    assert "/freeze/" not in leader.get(f"/plans/{plan.pk}/months/").text
    assert [leader.get(f"/plans/{plan.pk}/months/{month}/").status_code for month in (0, 8, 13)] == [404, 200, 404]


@pytest.mark.parametrize("goals", [1, 3])
def test_the_months_send_as_many_statements_for_three_goals_and_months_as_for_one(here, book, goals):
    plan = import_plan(read_outline(TEXT), book, **BY).plan
    for indicator in ("theme_days_held", "theme_days_on_time", "general_meetings_on_time")[:goals]:
        hang(book, "主题党日", indicator, 10)
    for month in range(1, goals + 1):
        frozen(plan, book, month)
    client = signed_in(account("section_clerk"))
    assert queries_of(client, f"/plans/{plan.pk}/months/") == 6
    assert queries_of(client, f"/plans/{plan.pk}/months/1/") == 8
    assert queries_of(client, f"/plans/{plan.pk}/freeze/") == 5
    assert queries_of(client, f"/plans/{plan.pk}/baseline/") == 5
