"""Papers in official layout, opened again: margins, fonts, numbers, and tables that go on over pages."""

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from zugong.papers.official import (
    Column,
    LedgerSheet,
    Letterhead,
    MeetingRecord,
    Minutes,
    Notice,
    Roster,
    SignIn,
    Vote,
    ledger_sheet,
    meeting_record,
    minutes,
    notice,
    roster,
    sign_in_sheet,
)
from zugong.papers.official.ledger_sheets import paired
from zugong.papers.official.meetings import vote_said
from zugong.papers.text import Part, numeral, width_of

AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 23)
NOTICE = Notice(
    "关于做好述职评议工作的通知", "各镇（街道）党（工）委", ("现通知如下。", Part("总体要求", ("要求。",)), Part("安排", (Part("准备", ("甲。", Part("报告", (Part("篇幅", ("不超过三千字。",)),)))), Part("评议")))),
    "中共云川区委组织部", DAY, Letterhead("中共云川区委组织部文件", "云组发〔2026〕12号"), ("安排表", "提纲"), "联系人：秦安", "区纪委机关", "中共云川区委组织部办公室", DAY,
)  # fmt: skip
MINUTES = Minutes("联席会议纪要", 3, DAY, "中共云川区委组织部", "关于培训计划的纪要", ("会议议定如下。",), ("林溪", "秦安"), ("何川",), ("方舟",), "各成员单位", DAY)
COLUMNS = (Column("name", "姓名", 2), Column("post", "职务", 3))
PEOPLE = ({"name": "赵明", "post": "书记"}, {"name": "丁一", "post": "委员"}, {"name": "买买提·吐尔逊", "post": "委员"})
ROSTER = Roster("党组织书记名册", "东街党工委", DAY, COLUMNS, PEOPLE)
SHEET = LedgerSheet("两新组织台账", "东街党工委", DAY, (("基本情况", (("名称", "青竹公司"), ("党员", "11人"), ("说明", "长" * 30))), ("", (("组建", "单独组建"),))), "LX-017", "填表人：")
VOTE = Vote("接收预备党员", 32, 29, None, 28, 0, 1, "通过")
RECORD = MeetingRecord("党员大会", "第一支部", DAY, "14:30", "二楼会议室", "林溪", "秦安", 32, 29, (("何川", "公出"),), (), ("讨论", "报告"), "林溪：同意。\n秦安：同意。", (VOTE,), "一、同意。")
SIGN_IN = SignIn("党员大会", DAY, "14:30", "二楼会议室", (("赵明", "区委"), ("丁一", "")), empty_lines=1)
MADE = {"notice": notice(NOTICE, AT), "minutes": minutes(MINUTES, AT), "roster": roster(ROSTER, AT), "ledger": ledger_sheet(SHEET, AT), "record": meeting_record(RECORD, AT), "sign_in": sign_in_sheet(SIGN_IN, AT)}


def opened(data: bytes):
    return Document(io.BytesIO(data))


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(data).paragraphs if paragraph.text]


def cells(data: bytes, number: int = 0) -> list[list[str]]:
    """The boxes of each row, joined ones once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in opened(data).tables[number].rows]


@pytest.mark.parametrize("name", MADE)
def test_every_paper_is_a4_with_the_margins_of_the_standard_and_page_numbers_outside(name):
    paper = opened(MADE[name])
    section = paper.sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)] == [210, 297, 37, 35, 28, 26]
    assert paper.settings.odd_and_even_pages_header_footer is True
    sides = [(footer.paragraphs[0].alignment, footer.paragraphs[0].text) for footer in (section.footer, section.even_page_footer)]
    assert sides == [(WD_ALIGN_PARAGRAPH.RIGHT, "— 1 —"), (WD_ALIGN_PARAGRAPH.LEFT, "— 1 —")]
    core = paper.core_properties
    assert (core.author, core.last_modified_by, core.created) == ("", "", dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


def test_fonts_are_those_of_the_standard_with_others_to_take_instead():
    with zipfile.ZipFile(io.BytesIO(MADE["notice"])) as archive:
        table = ElementTree.fromstring(archive.read("word/fontTable.xml"))
    instead = {font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val")) for font in table if font.find(qn("w:altName")) is not None}
    assert [name for name in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312") if "Noto" not in instead[name]] == []


def test_parts_are_numbered_by_level_each_in_its_font():
    paper = opened(MADE["notice"])
    shown = [(paragraph.text, paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))) for paragraph in paper.paragraphs if paragraph.runs and paragraph.runs[0]._r.rPr is not None and paragraph.runs[0].font.size is None]
    assert shown == [("一、总体要求", "黑体"), ("二、安排", "黑体"), ("（一）准备", "楷体_GB2312"), ("1.报告", "仿宋_GB2312"), ("（1）篇幅", "仿宋_GB2312"), ("（二）评议", "楷体_GB2312")]


def test_a_notice_says_in_order_who_to_whom_what_and_when():
    told = lines(MADE["notice"])
    assert told[:5] == ["中共云川区委组织部文件", "云组发〔2026〕12号", "关于做好述职评议工作的通知", "各镇（街道）党（工）委：", "现通知如下。"]
    assert told[-5:] == ["附件：1.安排表", "　　　2.提纲", "中共云川区委组织部", "2026年11月23日", "（联系人：秦安）"]
    assert cells(MADE["notice"]) == [["抄送：区纪委机关。"], ["中共云川区委组织部办公室\t2026年11月23日印发"]]


def test_the_signature_stands_in_the_middle_above_the_day_four_characters_from_the_edge():
    signed = [paragraph for paragraph in opened(MADE["notice"]).paragraphs if paragraph.text in ("中共云川区委组织部", "2026年11月23日")]
    assert [(round(each.paragraph_format.right_indent.pt), each.alignment) for each in signed] == [(48, WD_ALIGN_PARAGRAPH.RIGHT), (64, WD_ALIGN_PARAGRAPH.RIGHT)]


def test_a_notice_without_letterhead_and_copies_has_neither():
    plain = notice(Notice("通知", "", ("正文。",), "第一支部", DAY), AT)
    assert (lines(plain), opened(plain).tables) == (["通知", "正文。", "第一支部", "2026年11月23日"], [])


def test_minutes_have_a_red_mark_an_issue_and_who_was_there_but_no_signature():
    assert lines(MADE["minutes"]) == [
        "联席会议纪要", "（第3期）", "　中共云川区委组织部\t2026年11月23日", "关于培训计划的纪要", "会议议定如下。", "出席：林溪　秦安", "请假：何川", "列席：方舟",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["roster", "sign_in"])
def test_the_head_of_a_list_is_repeated_and_no_row_is_split(name):
    rows = opened(MADE[name]).tables[0].rows
    has = [[row._tr.find(f"{qn('w:trPr')}/{qn(sort)}") is not None for sort in ("w:tblHeader", "w:cantSplit")] for row in rows]
    assert has == [[True, True], *[[False, True]] * (len(rows) - 1)]


def test_a_roster_stands_in_the_order_of_strokes_and_says_which_place_is_uncertain():
    assert cells(MADE["roster"]) == [["序号", "姓名", "职务"], ["1", "丁一", "委员"], ["2", "买买提·吐尔逊", "委员"], ["3", "赵明", "书记"]]
    assert lines(MADE["roster"])[1:] == ["东街党工委\t截至2026年11月23日　共3人", "按姓氏笔画排序。下列姓名中括号里的字不在笔画表内，排在同位置已知的字之后，请核对次序：买买提·吐尔逊（提）。"]


def test_a_roster_without_a_name_keeps_its_order_and_may_lie_across():
    wide = roster(Roster("名册", "", DAY, COLUMNS, PEOPLE, name_key="", is_wide=True), AT)
    assert [row[1] for row in cells(wide)[1:]] == ["赵明", "丁一", "买买提·吐尔逊"]
    assert round(opened(wide).sections[0].page_width.mm) == 297


def test_a_ledger_sheet_pairs_short_boxes_and_gives_long_ones_a_line():
    assert cells(MADE["ledger"]) == [["基本情况"], ["名称", "青竹公司", "党员", "11人"], ["说明", "长" * 30], ["组建", "单独组建"]]
    assert paired((("甲", "1"), ("乙", "两\n行"), ("丙", "3"), ("丁", "4"))) == [(("甲", "1"),), (("乙", "两\n行"),), (("丙", "3"), ("丁", "4"))]


def test_a_meeting_record_has_its_boxes_and_every_figure_that_was_counted():
    assert cells(MADE["record"]) == [
        ["组织", "第一支部"], ["时间", "2026年11月23日14:30"], ["地点", "二楼会议室"], ["主持人", "林溪", "记录人", "秦安"], ["应到人数", "32人", "实到人数", "29人"], ["缺席人员\n及原因", "何川（公出）"],
        ["列席人员", "无"], ["会议议题", "1. 讨论\n2. 报告"], ["会议内容\n和发言", "林溪：同意。\n秦安：同意。"], ["表决情况", "接收预备党员：应到会有表决权32人，实到会29人，赞成28票，反对0票，弃权1票，通过。"],
        ["会议决议", "一、同意。"], ["主持人\n签名", "", "记录人\n签名", ""],
    ]  # fmt: skip
    assert vote_said(Vote("选举书记", result="另行选举")) == "选举书记：另行选举。"


def test_a_sign_in_sheet_lists_those_expected_and_empty_lines_or_only_these():
    assert cells(MADE["sign_in"]) == [["序号", "姓名", "单位及职务", "签名"], ["1", "丁一", "", ""], ["2", "赵明", "区委", ""], ["3", "", "", ""]]
    assert len(cells(sign_in_sheet(SignIn("座谈会", DAY, "", ""), AT))) == 19


def test_numbers_in_chinese_and_widths_of_text():
    assert [numeral(each) for each in (1, 9, 10, 11, 20, 35, 99)] == ["一", "九", "十", "十一", "二十", "三十五", "九十九"]
    assert width_of("2026年〔12〕号") == 7


def test_signs_that_a_file_has_no_place_for_are_left_out():
    assert lines(notice(Notice("通\x01知", "", ("正\x0b文。",), "支部", DAY), AT))[:2] == ["通知", "正文。"]
