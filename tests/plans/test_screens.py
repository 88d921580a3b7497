"""A plan as pages: import by file, live numbers in scope, the rows behind them, coverage, and who may change what."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import NOW, TODAY, account, district, filed, queries_of, rulebook, signed_in
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.set_goal import set_goal
from zugong.plans.models import Goal, Plan, Sentence
from zugong.plans.outline import decode, read_outline
from zugong.records.models import Record
from zugong.registry.models import Organization

pytestmark = pytest.mark.django_db
TEXTS = Path(__file__).parent / "texts"
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


def plan_of(book, name: str = "brackets", year: int | None = None) -> Plan:
    return import_plan(read_outline(decode((TEXTS / f"{name}.txt").read_bytes())), book, year=year, **BY).plan


def sentence(word: str) -> Sentence:
    return Sentence.objects.get(text__contains=word, sort="measure")


def clerk():
    return signed_in(account("section_clerk"))


def upload(content: bytes, name: str = "plan.txt", **more):
    return {"file": SimpleUploadedFile(name, content, "text/plain"), **more}


def hung(book, indicator: str = "theme_days_held", target: int = 4) -> Goal:
    return set_goal(sentence("主题党日由"), indicator, target=target, baseline=None, book=book, **BY)


def theme_days(book, here) -> None:
    """Two by plum, one by bamboo, one by far; one of them last year."""
    for branch, days in ((here.plum, ((2026, 3), (2026, 4))), (here.bamboo, ((2026, 5),)), (here.far, ((2026, 6), (2025, 6)))):
        for year, month in days:
            filed(book, "theme_day", branch, dt.date(year, month, 8))


def test_a_file_is_imported_and_what_was_left_out_is_listed(book):
    answer = clerk().post("/plans/import/", upload((TEXTS / "run_on.txt").read_bytes()))
    assert (answer.status_code, Plan.objects.get().year) == (200, 2025)
    assert [text for text in ("新增 36 句，沿用 0 句。", "有 9 行不像正文", "扫码订阅全年合集") if text not in answer.text] == []


def test_a_second_import_tells_what_the_new_text_no_longer_holds(book):
    plan_of(book)
    text = (TEXTS / "brackets.txt").read_text(encoding="utf8").replace("选派三十名干部到乡镇和项目上历练。", "")
    answer = clerk().post("/plans/import/", upload(text.encode()))
    assert ("以下 1 句在新文本里没有了" in answer.text, "选派三十名干部到乡镇和项目上历练。" in answer.text) == (True, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" \n", "文件是空的"),
        (b"PK\x03\x04" + b"0" * 50, "文件坏了，打不开"),
        (b"%PDF-1.7" + b"0" * 50, "Word、PDF 或压缩文件"),
        ("一、只有一级\n二、还是一级\n".encode(), "只有一级编号"),
        ("云".encode() * 3_500_000, "文件超过 5 MB"),
        ((TEXTS / "arabic.txt").read_bytes(), "标题里没有年份，请填写年度"),
    ],
    ids=["empty", "broken", "not text", "one level", "ten megabytes", "no year"],
)
def test_what_is_no_plan_is_refused_with_a_clear_message_and_nothing_is_stored(book, content, said):
    answer = clerk().post("/plans/import/", upload(content))
    assert (answer.status_code, said in answer.text, Plan.objects.count()) == (422, True, 0)


def test_an_empty_upload_is_refused_and_a_year_may_be_typed(book):
    client = clerk()
    assert client.post("/plans/import/", upload(b"")).status_code == 422
    assert client.post("/plans/import/", upload((TEXTS / "arabic.txt").read_bytes(), year="2026")).status_code == 200


def test_a_number_is_counted_in_the_readers_scope(here, book):
    plan = plan_of(book)
    hung(book)
    theme_days(book, here)
    readers = {"all": account("leader"), "east": account("leader", "below", here.east), "plum": account("branch_secretary", "below", here.plum)}
    shown = {}
    for name, reader in readers.items():
        page = signed_in(reader).get(f"/plans/{plan.pk}/values/theme_days_held/")
        shown[name] = (page.context["part"], [row["name"] for row in page.context["rows"]])
    assert shown == {
        "all": (4, ["海棠湾党支部", "竹苑党支部", "梅园党支部", "梅园党支部"]),
        "east": (3, ["竹苑党支部", "梅园党支部", "梅园党支部"]),
        "plum": (2, ["梅园党支部", "梅园党支部"]),
    }


def test_the_rows_behind_a_number_lead_to_their_records(here, book):
    plan = plan_of(book)
    hung(book)
    theme_days(book, here)
    client = signed_in(account("leader"))
    page = client.get(f"/plans/{plan.pk}/values/theme_days_held/").text
    pks = Record.objects.filter(happened_on__year=2026).values_list("pk", flat=True)
    assert [f'href="/records/{pk}/"' in page for pk in pks] == [True] * 4
    assert ("主题党日场次：4 场" in page, "2026年1月1日 至 2026年11月23日" in page) == (True, True)


def test_a_ratio_shows_its_numerator_and_its_denominator_with_the_rows_of_each(here, book):
    plan = plan_of(book)
    theme_days(book, here)
    client, address = signed_in(account("branch_secretary", "below", here.plum)), f"/plans/{plan.pk}/values/theme_days_on_time/"
    part, whole = client.get(address), client.get(address + "?rows=whole")
    # January to October are decided on 23 November; 8 March is in the grace of February, March and April were kept
    assert (part.context["part"], part.context["whole"], len(part.context["rows"]), len(whole.context["rows"])) == (3, 10, 3, 10)
    assert {row["finding"] for row in whole.context["rows"]} == {"met", "late", "missed"}


def test_a_number_as_of_an_earlier_day_leaves_out_what_came_later(here, book):
    plan = plan_of(book)
    theme_days(book, here)
    client = signed_in(account("leader"))
    assert [client.get(f"/plans/{plan.pk}/values/theme_days_held/?as_of={day}").context["part"] for day in ("2026-03-07", "2026-03-08", "2026-05-08")] == [0, 1, 3]


def test_the_plan_shows_value_and_target_beside_each_other_and_a_dash_for_nothing(here, book):
    plan = plan_of(book)
    hung(book)
    hung(book, "joint_conference_minutes", 100)
    theme_days(book, here)
    page = signed_in(account("leader")).get(f"/plans/{plan.pk}/").text
    assert ("4 / 4 场" in page, "— / 100%" in page, "还没有可算的数" in page) == (True, True, True)


def test_an_unknown_indicator_and_an_unknown_plan_are_not_found(book):
    plan = plan_of(book)
    client = signed_in(account("leader"))
    addresses = (f"/plans/{plan.pk}/values/nothing/", "/plans/999999/", "/plans/999999/values/theme_days_held/", "/sentences/999999/")
    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_coverage_names_sentences_without_a_mechanism_and_mechanisms_without_activity(here, book):
    plan = plan_of(book)
    theme_days(book, here)
    client = signed_in(account("leader"))
    context = client.get(f"/plans/{plan.pk}/coverage/").context
    assert (context["unmatched"].count(), context["total"]) == (12, 19)
    assert ("选派三十名干部到乡镇和项目上历练。" in [row.text for row in context["unmatched"]], context["active"]) == (True, [("themed_party_day", book.mechanisms["themed_party_day"].title, 4)])
    assert "party_lecture" in [key for key, *_ in context["idle"]]
    own = signed_in(account("leader", "below", here.far)).get(f"/plans/{plan.pk}/coverage/").context
    assert [number for *_, number in own["active"]] == [1]


def test_a_refused_match_leaves_its_sentence_without_a_mechanism(book):
    plan_of(book)
    client, pk = clerk(), sentence("主题党日由").pk
    before = client.get(f"/plans/{Plan.objects.get().pk}/coverage/").context["unmatched"].count()
    assert client.post(f"/sentences/{pk}/judge/", {"mechanism": "themed_party_day", "state": "refused"}).status_code == 302
    assert client.get(f"/plans/{Plan.objects.get().pk}/coverage/").context["unmatched"].count() == before + 1


def test_a_match_is_judged_by_the_two_known_words_only(book):
    plan_of(book)
    client, address = clerk(), f"/sentences/{sentence('主题党日由').pk}/judge/"
    wrong = [{"mechanism": "themed_party_day", "state": "found"}, {"mechanism": "nothing", "state": "confirmed"}, {}]
    assert [client.post(address, data).status_code for data in wrong] == [403] * 3


def test_lead_goal_split_and_join_are_done_from_the_sentence(here, book):
    plan_of(book)
    Organization.objects.filter(pk=here.department.pk).update(code="ZZB")
    client, pk = clerk(), sentence("主题党日由").pk
    done = [
        client.post(f"/sentences/{pk}/assign/", {"version": "1", "lead": "ZZB", "cooperating": f"{here.east.name}\n{here.west.code}", "due_on": "2026-06-30"}),
        client.post(f"/sentences/{pk}/goal/", {"indicator": "theme_days_held", "target": "12"}),
        client.post(f"/sentences/{pk}/split/", {"text": "主题党日由支部大会议题中征集，\n2026.1.5前公布首批清单。"}),
        client.post(f"/sentences/{pk}/join/"),
    ]
    kept = sentence("主题党日由")
    assert ([answer.status_code for answer in done], kept.text) == ([302] * 4, "主题党日由支部大会议题中征集，2026.1.5前公布首批清单。")
    assert (kept.lead, list(kept.cooperating.order_by("path")), kept.due_on, kept.goals.count()) == (here.department, [here.east, here.west], dt.date(2026, 6, 30), 1)
    assert client.post(f"/goals/{kept.goals.get().pk}/drop/").status_code == 302
    assert Goal.objects.count() == 0


def test_what_is_wrong_on_a_form_is_said_and_the_text_stays(here, book):
    plan_of(book)
    client, pk = clerk(), sentence("主题党日由").pk
    unknown = client.post(f"/sentences/{pk}/assign/", {"version": "1", "lead": "没有的单位", "cooperating": "也没有", "due_on": ""})
    assert (unknown.status_code, "没有找到“没有的单位”" in unknown.text, "没有找到：也没有。" in unknown.text, 'value="没有的单位"' in unknown.text) == (422, True, True, True)
    assert client.post(f"/sentences/{pk}/goal/", {"indicator": "theme_days_on_time", "target": "101"}).status_code == 422
    assert client.post(f"/sentences/{pk}/split/", {"text": "没有换行"}).status_code == 422


def test_those_who_only_read_see_no_act_and_may_do_none(here, book):
    plan = plan_of(book)
    client, pk = signed_in(account("leader")), sentence("主题党日由").pk
    pages = client.get(f"/plans/{plan.pk}/").text + client.get(f"/sentences/{pk}/").text + client.get("/plans/").text
    assert ["/plans/import/" in pages, "确认</button>" in pages, f"/sentences/{pk}/assign/" in pages] == [False] * 3
    assert [client.post(f"/sentences/{pk}/{act}/").status_code for act in ("judge", "assign", "goal", "split", "join")] == [403] * 5


@pytest.mark.parametrize("plans", [1, 3])
def test_the_list_of_plans_sends_as_many_statements_for_three_as_for_one(book, plans):
    for year in (2024, 2025, 2026)[:plans]:
        plan_of(book, "arabic", year)
    assert queries_of(signed_in(account("leader")), "/plans/") == 5


@pytest.mark.parametrize("goals", [1, 3])
def test_a_plan_sends_as_many_statements_for_three_goals_as_for_one(here, book, goals):
    plan = plan_of(book)
    theme_days(book, here)
    for indicator in ("theme_days_held", "theme_days_on_time", "general_meetings_on_time")[:goals]:
        hung(book, indicator)
    client = signed_in(account("leader"))
    assert queries_of(client, f"/plans/{plan.pk}/") == 10
    assert queries_of(client, f"/sentences/{sentence('主题党日由').pk}/") == 10
    assert queries_of(client, f"/plans/{plan.pk}/coverage/") == 8


@pytest.mark.parametrize("rows", [1, 3])
def test_the_rows_behind_a_number_send_as_many_statements_for_three_as_for_one(here, book, rows):
    plan = plan_of(book)
    for month in range(rows):
        filed(book, "theme_day", here.plum, dt.date(2026, month + 3, 8))
    assert queries_of(signed_in(account("leader")), f"/plans/{plan.pk}/values/theme_days_held/") == 7
