"""The table of tasks and the draft of a report as files, opened again: every text as it stands, every figure with its date and its definition."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.world import NOW, TODAY, account, district, filed, queries_of, rulebook, signed_in
from zugong.door.scope import Scope
from zugong.plans.actions.assign import assign
from zugong.plans.actions.freeze import freeze
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.set_goal import drop_goal, set_goal
from zugong.plans.models import Frozen, Goal, Plan, Sentence
from zugong.plans.outline import read_outline

pytestmark = pytest.mark.django_db
TEXT = "云川区2026年工作要点\n一、抓基层\n（一）组织生活\n1.每月开展主题党日。\n2.=1+1计入党课。\n二、抓人才\n（一）服务\n1.-减少跑动次数。\n2.@办好夜校。\n"
BY = {"by": 1, "at": NOW}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


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
def plan(here, book) -> Plan:
    """Two theme days until September and one more in October; the lectures are overdue, and so is what has no indicator."""
    made = import_plan(read_outline(TEXT), book, **BY).plan
    hang(book, "主题党日", "theme_days_held", 4)
    hang(book, "主题党日", "theme_days_on_time", 95)
    hang(book, "党课", "lectures_on_time", 95)
    assign(sentence("主题党日"), lead=here.department, cooperating=[here.east, here.west], due_on=dt.date(2026, 12, 31), version=1, **BY)
    assign(sentence("党课"), lead=None, cooperating=[], due_on=dt.date(2026, 8, 31), version=1, **BY)
    assign(sentence("跑动"), lead=here.department, cooperating=[], due_on=dt.date(2026, 6, 30), version=1, **BY)
    for month in (3, 9, 10):
        filed(book, "theme_day", here.plum, dt.date(2026, month, 8))
    return made


def hang(book, word: str, indicator: str, target) -> Goal:
    return set_goal(sentence(word), indicator, target=Decimal(target), baseline=None, book=book, **BY)


def sentence(word: str) -> Sentence:
    return Sentence.objects.get(text__contains=word, sort="measure")


def fetched(client, address: str) -> bytes:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Disposition"].split(";")[0]) == (200, "attachment")
    return b"".join(answer.streaming_content)


def opened(data: bytes) -> dict[str, ElementTree.Element]:
    """The parts of a packed file as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def cells(data: bytes) -> list[dict[str, tuple[str, str]]]:
    """Each row of the sheet: column letter -> (type, text or number)."""
    parts = opened(data)
    texts = ["".join(node.itertext()) for node in parts["xl/sharedStrings.xml"].findall(f"{SHEET}si")]
    rows = []
    for row in parts["xl/worksheets/sheet1.xml"].iter(f"{SHEET}row"):
        shown = {}
        for cell in row.findall(f"{SHEET}c"):
            assert cell.find(f"{SHEET}f") is None
            value = cell.findtext(f"{SHEET}v")
            if value is not None:
                shown[cell.get("r").rstrip("0123456789")] = ("s", texts[int(value)]) if cell.get("t") == "s" else ("n", value)
        rows.append(shown)
    return rows


def table_of(data: bytes, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[number].rows]


def paragraphs(data: bytes) -> list[str]:
    return ["".join(node.text or "" for node in paragraph._p.iter(qn("w:t"))) for paragraph in Document(io.BytesIO(data)).paragraphs]


def links(data: bytes) -> list[tuple[str, str]]:
    """(text, address) of every hyperlink of a paper, in its order."""
    paper = Document(io.BytesIO(data))
    return [("".join(node.text for node in link.iter(qn("w:t"))), paper.part.rels[link.get(qn("r:id"))].target_ref) for link in paper.element.body.iter(qn("w:hyperlink"))]


def test_the_sheet_has_a_row_for_each_indicator_with_figures_to_reckon_with(plan):
    rows = cells(fetched(signed_in(account("leader")), f"/plans/{plan.pk}/tasks.xlsx?as_of=2026-09-30"))
    assert rows[0]["A"] == ("s", "云川区2026年工作要点任务分解表")
    assert rows[1]["A"][1].startswith("截至 2026年9月30日。状态的规则：达到目标为正常")
    assert [text for _, text in rows[2].values()] == ["部分", "条目", "举措", "牵头单位", "配合单位", "完成时限", "指标", "目标", "数值", "单位", "状态"]
    first, second, third, *rest = rows[3:]
    assert [first[column] for column in "ABCDEFGHIJK"] == [
        ("s", "一、抓基层"), ("s", "（一）组织生活"), ("s", "每月开展主题党日。"), ("s", "云川区委组织部"), ("s", "东街党工委、西岭党委"), ("n", "46387"), ("s", "主题党日场次"), ("n", "4"), ("n", "2"), ("s", "场"), ("s", "预警"),
    ]  # fmt: skip
    assert (second["G"], second["H"], second["I"], second["K"]) == (("s", "主题党日按期率"), ("n", "0.95"), ("n", "0.16"), ("s", "预警"))
    assert (third["G"], third["K"], [row["K"] for row in rest]) == (("s", "党课按期率"), ("s", "逾期"), [("s", "未设指标")] * 2)


def test_text_that_looks_like_a_formula_is_text(plan):
    rows = cells(fetched(signed_in(account("leader")), f"/plans/{plan.pk}/tasks.xlsx"))
    assert [row["C"] for row in rows[5:]] == [("s", "=1+1计入党课。"), ("s", "-减少跑动次数。"), ("s", "@办好夜校。")]


def test_the_sheet_is_a_page_across_with_its_head_on_every_page(plan):
    parts = opened(fetched(signed_in(account("leader")), f"/plans/{plan.pk}/tasks.xlsx"))
    page = parts["xl/worksheets/sheet1.xml"].find(f"{SHEET}pageSetup")
    names = {name.get("name"): name.text for name in parts["xl/workbook.xml"].iter(f"{SHEET}definedName")}
    assert (page.get("orientation"), page.get("paperSize"), page.get("fitToHeight"), names["_xlnm.Print_Titles"]) == ("landscape", "9", "0", "任务分解表!$3:$3")


def test_the_paper_is_a4_across_with_its_head_on_every_page_and_fonts_with_others_to_take_instead(plan):
    data = fetched(signed_in(account("leader")), f"/plans/{plan.pk}/tasks.docx?as_of=2026-09-30")
    paper = Document(io.BytesIO(data))
    section, made = paper.sections[0], paper.tables[0]
    assert (round(section.page_width.mm), round(section.page_height.mm), section.orientation) == (297, 210, WD_ORIENT.LANDSCAPE)
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in made.rows] == [True] + [False] * 5
    fonts = {font.get(qn("w:name")): font.find(qn("w:altName")) for font in opened(data)["word/fontTable.xml"]}
    assert [("宋体" in fonts[name].get(qn("w:val"))) for name in ("方正小标宋简体", "仿宋_GB2312")] == [True, True]
    assert {fonts.get(qn("w:eastAsia")) for fonts in paper.element.body.iter(qn("w:rFonts"))} == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    assert (paper.core_properties.title, paper.core_properties.author) == ("云川区2026年工作要点任务分解表", "")


def test_the_papers_table_tells_each_measure_once_and_each_indicator_in_words(plan):
    head, *rows = table_of(fetched(signed_in(account("leader")), f"/plans/{plan.pk}/tasks.docx?as_of=2026-09-30"))
    assert head == ["部分", "条目", "举措", "牵头单位", "配合单位", "完成时限", "指标", "目标", "数值", "状态"]
    assert rows[0] == ["一、抓基层", "（一）组织生活", "每月开展主题党日。", "云川区委组织部", "东街党工委、西岭党委", "2026.12.31", "主题党日场次", "4场", "2场", "预警"]
    assert rows[1] == [*rows[0][:6], "主题党日按期率", "95%", "16%", "预警"]  # one tall cell is read once for each row
    assert rows[2][2:] == ["=1+1计入党课。", "—", "—", "2026.8.31", "党课按期率", "95%", "0%", "逾期"]
    assert rows[4] == ["二、抓人才", "（一）服务", "@办好夜校。", "—", "—", "—", "—", "—", "—", "未设指标"]


def test_signs_that_a_file_has_no_place_for_are_left_out(plan):
    Sentence.objects.filter(text__contains="夜校").update(text="办好\x0b夜校\x01。")
    client = signed_in(account("leader"))
    rows = table_of(fetched(client, f"/plans/{plan.pk}/tasks.docx"))
    assert (rows[-1][2], cells(fetched(client, f"/plans/{plan.pk}/tasks.xlsx"))[-1]["C"][0]) == ("办好夜校。", "s")


def test_who_sees_a_part_of_the_district_gets_the_own_values_without_targets_and_states(plan, here):
    rows = table_of(fetched(signed_in(account("leader", "below", here.west)), f"/plans/{plan.pk}/tasks.docx"))
    assert [row[6:] for row in rows[1:3]] == [["主题党日场次", "—", "0场", "—"], ["主题党日按期率", "—", "0%", "—"]]
    assert "只算您范围内的" in "".join(paragraphs(fetched(signed_in(account("leader", "below", here.west)), f"/plans/{plan.pk}/tasks.docx")))


def test_before_the_quarters_last_month_is_frozen_there_is_no_report_but_the_way_to_it(plan):
    clerk, leader = signed_in(account("section_clerk")), signed_in(account("leader"))
    page = clerk.get(f"/plans/{plan.pk}/quarters/3/").text
    assert ("9月还没有冻结，第 3 季度的报告写不出来。" in page, f'href="/plans/{plan.pk}/freeze/?month=9"' in page, "report.docx" in page) == (True, True, False)
    answer = clerk.get(f"/plans/{plan.pk}/quarters/3/report.docx")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/plans/{plan.pk}/quarters/3/")
    assert "12月还没有过完，第 4 季度的报告写不出来。" in clerk.get(f"/plans/{plan.pk}/quarters/4/").text
    assert f'href="/plans/{plan.pk}/months/"' in leader.get(f"/plans/{plan.pk}/quarters/3/").text


def test_the_report_is_a_draft_of_the_frozen_figures_each_with_its_date_and_its_definition(plan, book, here):
    freeze(plan, 9, book, Scope(everything=True), today=TODAY, **BY)
    filed(book, "theme_day", here.bamboo, dt.date(2026, 9, 20))
    data = fetched(signed_in(account("leader")), f"/plans/{plan.pk}/quarters/3/report.docx")
    text = paragraphs(data)
    assert text[:3] == ["《云川区2026年工作要点》", "2026年第三季度进展报告", "（草稿）　2026年7月1日至2026年9月30日"]
    assert "本报告的数取自9月的冻结值，2026年11月23日冻结，截至2026年9月30日。" in text[3]
    assert text[4:8] == [
        "一、抓基层", "挂了指标的举措 2 条：预警 1 条，逾期 1 条。",
        "每月开展主题党日：主题党日场次2场（截至2026年9月30日，目标4场，预警）；主题党日按期率16%（截至2026年9月30日，目标95%，预警）。",
        "=1+1计入党课：党课按期率0%（截至2026年9月30日，目标95%，逾期）。",
    ]  # fmt: skip
    assert text[8:11] == ["过了时限的举措", "=1+1计入党课：时限2026年8月31日，未达到的有党课按期率0%（目标95%）。", "-减少跑动次数：时限2026年6月30日，牵头单位云川区委组织部；没有挂指标，是否完成请核对后填写。"]
    assert table_of(data)[1] == ["主题党日场次", "4场", "2场", "2026.9.30", "预警", "主题党日次数。单位：场。"]
    assert Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text == "草稿，未经审定，不作为正式文件"


def test_each_figure_of_the_report_leads_to_its_definition_by_a_whole_address(plan, book):
    rows = freeze(plan, 9, book, Scope(everything=True), today=TODAY, **BY)
    Frozen.objects.filter(indicator="lectures_on_time").update(indicator="no_longer_there")
    client = signed_in(account("leader"))
    found = links(fetched(client, f"/plans/{plan.pk}/quarters/3/report.docx"))
    address = f"http://testserver/plans/{plan.pk}"
    lost = Frozen.objects.get(indicator="no_longer_there")
    expected = [("2场", f"{address}/values/theme_days_held/?as_of=2026-09-30"), ("16%", f"{address}/values/theme_days_on_time/?as_of=2026-09-30"), ("0%", f"{address}/months/9/#f{lost.pk}")]
    assert (found, len(rows)) == (expected * 2, 3)
    assert [client.get(each.removeprefix("http://testserver")).status_code for _, each in expected] == [200] * 3


def test_the_page_tells_the_same_as_the_paper_and_opens_with_the_latest_quarter_that_can_be_told(plan, book):
    for month in (3, 9):
        freeze(plan, month, book, Scope(everything=True), today=TODAY, **BY)
    drop_goal(Goal.objects.get(indicator="theme_days_held"), **BY)
    client = signed_in(account("leader"))
    page = client.get(f"/plans/{plan.pk}/quarters/")
    said = re.sub(r"<[^>]+>|\s+", "", page.text)
    assert (page.context["quarter"], page.context["report"].title) == (3, "《云川区2026年工作要点》2026年第三季度进展报告")
    assert [word in said for word in ("草稿，未经审定", "主题党日场次2场（截至2026年9月30日，目标4场，预警）", "没有挂指标，是否完成请核对后填写", "灯的规则：达到目标为正常")] == [True] * 4
    assert client.get(f"/plans/{plan.pk}/quarters/7/").context["quarter"] == 3


@pytest.mark.parametrize("goals", [1, 3])
def test_the_files_take_as_many_statements_for_three_goals_as_for_one(here, book, goals):
    made = import_plan(read_outline(TEXT), book, **BY).plan
    for indicator in ("theme_days_held", "theme_days_on_time", "general_meetings_on_time")[:goals]:
        hang(book, "主题党日", indicator, 10)
    freeze(made, 3, book, Scope(everything=True), today=TODAY, **BY)
    client = signed_in(account("leader"))
    addresses = ("tasks.xlsx", "tasks.docx", "quarters/1/", "quarters/1/report.docx")
    assert [queries_of(client, f"/plans/{made.pk}/{address}") for address in addresses] == [10, 10, 7, 7]
