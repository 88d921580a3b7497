"""The word of what is printed: what it may name, how it is said, how its sentences are filled."""

import pytest

from tests.charter.books import MEETING, book_of, faults_of
from zugong.charter.aloud import say
from zugong.charter.printed import addressed, chosen, declared, filled

KEPT = """
[[ledger]]
key = "key_list"
title = "钥匙台账"
of = "branch"
seen_by = ["by", "above"]
keep = "permanent"
fields = { label = "text 名称", holder = "person? 保管人", number = "count? 把数", ends_on = "date? 到期日" }
sums = { pieces = { title = "件数", adds = ["number"] } }
"""
PAPERS = """
[[paper]]
key = "minutes_of_meeting"
title = "会议纪要"
of = "meeting"
layout = "minutes"
text = ["{on}，{unit}开会，到会{present}人。", "{note}"]

[[paper]]
key = "key_roster"
title = "钥匙名册"
of = "key_list"
layout = "roster"
columns = ["holder", "organization", "pieces"]
order = "strokes of holder"
seen_by = ["by"]

[[paper]]
key = "key_form"
title = "钥匙登记表"
of = "key_list"
layout = "form"

[[paper]]
key = "meeting_sheet"
title = "会议表"
of = "meeting"
layout = "template"
"""
BOOK = book_of(MEETING + KEPT + PAPERS)


def paper(key: str):
    return BOOK.papers[key].latest


def test_each_paper_is_said_in_one_sentence():
    assert [say(BOOK, entry.latest) for entry in BOOK.papers.values()] == [
        "会议纪要：会议，版式是纪要。",
        "钥匙名册：钥匙台账的名单，版式是名册，印保管人、所属组织、件数，按保管人的姓氏笔画排。记录的组织可以印。",
        "钥匙登记表：钥匙台账的一行，版式是登记表，印名称、保管人、把数、到期日、件数。",
        "会议表：会议，版式是上传的模板，印形式、另一形式、议定事项数、公开、整改日期、备注。",
    ]


def test_without_columns_a_paper_prints_all_fields_and_sums():
    assert (chosen(BOOK, paper("key_form")), chosen(BOOK, paper("key_roster"))) == (["label", "holder", "number", "ends_on", "pieces"], ["holder", "organization", "pieces"])


def test_a_template_may_name_the_columns_and_for_lists_their_rows():
    assert declared(BOOK, paper("key_roster")) == ["title", "unit", "printed_on", "count", "rows.number", "rows.unit", "rows.holder", "rows.organization", "rows.pieces"]
    of_meeting = declared(BOOK, paper("meeting_sheet"))
    assert [name for name in of_meeting if "." in name] == ["people.name", "people.attendance", "absent.name", "absent.reason"]
    assert {"title", "unit", "printed_on", "on", "by", "begins", "place", "present", "form", "note"} <= set(of_meeting)


def test_what_is_not_filled_stays_a_blank_to_write_on():
    assert filled("{unit}于{on}开会。", {"unit": "一支部", "on": ""}) == "一支部于＿＿＿＿开会。"


def test_a_first_paragraph_with_a_colon_says_to_whom_a_notice_goes():
    assert addressed(["甲：", "请来。"]) == ("甲：", ("请来。",))
    assert addressed(["请来。", "带笔。"]) == ("", ("请来。", "带笔。"))
    assert addressed(["甲："]) == ("", ("甲：",))


def test_a_paper_has_editions_like_every_word():
    text = PAPERS + '\n[[paper]]\nkey = "key_form"\ntitle = "钥匙登记表"\nof = "key_list"\nlayout = "form"\ncolumns = ["label"]\nsince = 2026-07-01\n'
    here = book_of(MEETING + KEPT + text)
    assert [(str(edition.since), edition.word.columns) for edition in here.papers["key_form"].editions] == [("2018-10-28", []), ("2026-07-01", ["label"])]


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ('of = "meeting"\nlayout = "form"', "unfit_layout", "paper tried, layout"),
        ('of = "key_list"\nlayout = "sign_in"', "unfit_layout", "paper tried, layout"),
        ('of = "nothing"\nlayout = "form"', "unknown_fact", "paper tried, of"),
        ('of = "key_list"\nlayout = "form"\ncolumns = ["place"]', "unknown_column", "paper tried, columns"),
        ('of = "key_list"\nlayout = "roster"\norder = "strokes of number"', "no_strokes", "paper tried, order"),
        ('of = "key_list"\nlayout = "roster"\norder = "strokes of nobody"', "unknown_column", "paper tried, order"),
        ('of = "key_list"\nlayout = "notice"\ntext = ["{label}", "到期{ends}"]', "unknown_column", "paper tried, text 2"),
        ('of = "key_list"\nlayout = "notice"\ntext = ["{{ label }}"]', "bad_placeholder", "paper tried, text 1"),
        ('of = "key_list"\nlayout = "form"\norder = "label"', "not_in_layout", "paper tried"),
        ('of = "meeting"\nlayout = "minutes"', "missing_key", "paper tried"),
        ('of = "key_list"\nlayout = "form"\ncovers = ["1.3.1 AR"]', "covers_nothing", "paper tried"),
        ('of = "key_list"\nlayout = "form"\nseen_by = ["boss"]', "unknown_office", "paper tried, seen_by"),
    ],
)
def test_each_wrong_name_is_a_fault_in_its_place(lines, code, place):
    assert [(fault.code, fault.place) for fault in faults_of(f'{MEETING}{KEPT}\n[[paper]]\nkey = "tried"\ntitle = "试"\n{lines}\n')] == [(code, place)]


def test_a_kind_without_a_roll_has_no_sheet_to_sign():
    text = MEETING.replace('roll = "member"\n', "") + '\n[[paper]]\nkey = "tried"\ntitle = "试"\nof = "meeting"\nlayout = "sign_in"\n'
    assert [fault.code for fault in faults_of(text)] == ["no_roll"]
