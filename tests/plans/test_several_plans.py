"""Several plans of one year: told apart by their titles, compared, and chosen on the pages that show one."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from tests.plans.word_files import docx, paragraph
from tests.world import NOW, TODAY, account, district, queries_of, rulebook, signed_in
from zugong.door.refusal import Refused
from zugong.plans.actions.assign import assign
from zugong.plans.actions.import_plan import Imported, import_plan
from zugong.plans.actions.judge_match import judge_match
from zugong.plans.comparison import compare
from zugong.plans.models import Plan, Sentence
from zugong.plans.outline import read_outline
from zugong.plans.queries import plans_of

pytestmark = pytest.mark.django_db
DISTRICT = "云川区2026年工作要点\n一、抓基层\n（一）组织生活\n1.各支部每月开展一次主题党日。\n2.支部书记每季度讲一次党课。\n3.办好夜校。\n"
SPECIAL = "云川区2026年专项计划\n一、抓教育\n（一）课堂\n1.支部书记每季度讲一次党课。\n2.各支部每季度开展一次主题党日。\n3.召开党员教育联席会议。\n"
BY = {"by": 1, "at": NOW}


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def here():
    return district()


@pytest.fixture
def book(here):
    return rulebook()


def bring(book, text: str, **more) -> Imported:
    return import_plan(read_outline(text), book, **more, **BY)


@pytest.fixture
def two(book) -> tuple[Plan, Plan]:
    return bring(book, DISTRICT).plan, bring(book, SPECIAL).plan


def test_another_title_makes_another_plan_of_the_year_and_the_same_title_goes_on(book):
    first, second, again = bring(book, DISTRICT), bring(book, SPECIAL), bring(book, DISTRICT.replace("夜校", "夜校和驿站"))
    assert (first.is_new, second.is_new, again.is_new, again.plan, again.kept) == (True, True, False, first.plan, 5)
    assert list(Plan.objects.order_by("pk").values_list("year", "title")) == [(2026, "云川区2026年工作要点"), (2026, "云川区2026年专项计划")]


def test_a_typed_title_goes_before_the_one_in_the_text(book):
    first = bring(book, DISTRICT)
    corrected = bring(book, DISTRICT.replace("2026年工作要点", "2026年工作要点（修订）"), title=" 云川区2026年工作要点 ")
    assert (corrected.plan, corrected.is_new, Plan.objects.count()) == (first.plan, False, 1)
    with pytest.raises(Refused, match="标题有 121 个字，最多 120 个"):
        bring(book, DISTRICT, title="长" * 121)
    with pytest.raises(Refused, match="年度要在 1950 到 2100 之间"):
        bring(book, DISTRICT, year=20260)
    with pytest.raises(IntegrityError, match="plan_once|UNIQUE"), transaction.atomic():
        Plan.objects.create(title=first.plan.title, year=2026, imported_at=NOW)


def test_a_clerk_uploads_a_second_plan_from_word_and_is_told_of_the_first(two):
    body = "".join([paragraph("云川区2026年人才计划"), paragraph("抓人才", 0), paragraph("政策更实", 1), paragraph("兑现人才待遇。", 2)])
    answer = signed_in(account("section_clerk")).post("/plans/import/", {"file": SimpleUploadedFile("计划.docx", docx(body))})
    assert (answer.status_code, answer.context["imported"].new, Plan.objects.filter(year=2026).count()) == (200, 3, 3)
    assert ("如果是同一份计划改了标题" in answer.text, f'href="/plans/{two[1].pk}/"' in answer.text) == (True, True)


def test_importing_again_from_a_plan_keeps_its_year_and_title(two):
    page = signed_in(account("section_clerk")).get(f"/plans/{two[0].pk}/").text
    address = "/plans/import/?year=2026&amp;title=%E4%BA%91%E5%B7%9D%E5%8C%BA2026%E5%B9%B4%E5%B7%A5%E4%BD%9C%E8%A6%81%E7%82%B9"
    form = signed_in(account("section_clerk")).get(address.replace("&amp;", "&")).text
    assert (address in page, 'value="云川区2026年工作要点"' in form, 'value="2026"' in form) == (True, True, True)


def test_the_newest_years_first_plan_is_shown_unless_another_is_asked_for(two, book):
    older = bring(book, DISTRICT, year=2025).plan
    later = bring(book, DISTRICT, year=2031).plan
    assert plans_of(2026) == [two[0], two[1]]
    assert (plans_of(2026, two[1].pk), plans_of(2026, older.pk), plans_of(2026, later.pk)) == ([two[1], two[0]], [older], [later])
    assert (plans_of(2026, 999_999), plans_of(2024)) == ([two[0], two[1]], [])
    cockpit = signed_in(account("leader")).get("/cockpit/")
    assert (cockpit.context["plan"], f'href="?plan={two[1].pk}"' in cockpit.text, [line["sentence"].text for line in cockpit.context["lines"]]) == (two[0], True, ["组织生活"])
    other = signed_in(account("leader")).get(f"/cockpit/?plan={two[1].pk}")
    assert (other.context["plan"], [line["sentence"].text for line in other.context["lines"]]) == (two[1], ["课堂"])
    assert signed_in(account("leader")).get(f"/cockpit/?plan={older.pk}").context["elapsed"] == 100


def test_measures_past_their_date_are_those_of_all_plans_of_the_year_or_of_the_asked_one(two):
    for plan, day in zip(two, (30, 29), strict=True):
        assign(plan.sentences.get(text__contains="党课"), lead=None, cooperating=[], due_on=dt.date(2026, 6, day), version=1, **BY)
    client = signed_in(account("section_clerk"))
    assert [row.plan for row in client.get("/my-day/").context["late_measures"]] == [two[1], two[0]]
    assert [row.plan for row in client.get(f"/my-day/?plan={two[0].pk}").context["late_measures"]] == [two[0]]


def test_two_plans_beside_each_other_tell_what_goes_on_and_what_only_one_names(two):
    judge_match(Sentence.objects.get(text__contains="夜校"), "party_group_meeting", "refused", **BY)
    found = compare(*two)
    assert [(pair.left.text, pair.right.text, pair.is_same) for pair in found.continued] == [
        ("支部书记每季度讲一次党课。", "支部书记每季度讲一次党课。", True), ("各支部每月开展一次主题党日。", "各支部每季度开展一次主题党日。", False),
    ]  # fmt: skip
    assert ([pair.left.text for pair in found.left], [pair.right.text for pair in found.right]) == (["办好夜校。"], ["召开党员教育联席会议。"])
    assert (found.both, found.left_only, found.right_only) == (["themed_party_day", "party_lecture"], [], ["member_education_joint_conference"])


def test_the_page_compares_by_tabs_and_says_what_cannot_be_compared(two, book):
    client, left, right = signed_in(account("leader")), two[0].pk, two[1].pk
    page = client.get(f"/plans/compare/?left={left}&right={right}")
    assert (page.context["tabs"], "一字未改" in page.text, "有改动" in page.text, "办好夜校" in page.text) == ([("continued", "延续", 2), ("left", "只在左边", 1), ("right", "只在右边", 1)], True, True, False)
    assert "办好夜校" in client.get(f"/plans/compare/?left={left}&right={right}&show=left").text
    assert "左右选的是同一份" in client.get(f"/plans/compare/?left={left}&right={left}").text
    assert [client.get(f"/plans/compare/?{asked}").status_code for asked in ("", "left=x&right=9", f"left={left}&right=999999&show=x&page=y")] == [200] * 3
    Plan.objects.filter(pk=right).delete()
    assert "要有两份计划才能比较" in client.get("/plans/compare/").text


@pytest.mark.parametrize("measures", [1, 3])
def test_a_comparison_takes_as_many_statements_for_three_measures_as_for_one(book, measures):
    plans = [bring(book, "\n".join(text.split("\n")[: 3 + measures])).plan for text in (DISTRICT, SPECIAL)]
    assert queries_of(signed_in(account("leader")), f"/plans/compare/?left={plans[0].pk}&right={plans[1].pk}") == 9
