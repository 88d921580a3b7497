"""Reading one file: the place by keys, what is possible, and texts as people's editors leave them."""

import pytest

from tests.charter.books import HEAD, MEETING, OFFICES
from zugong.charter.linker import link
from zugong.charter.reader import nearest, read_folder, read_mechanism

DUTY = '[[duty]]\nkey = "meet"\ntitle = "开会"\nbasis = "local"\nwho = "branch"\nevery = "quarter"\nexpects = { count = "meeting", at_least = 1 }\n'


def places(text):
    return [(fault.code, fault.place) for fault in read_mechanism("tried.toml", HEAD + text)[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (DUTY.replace("at_least = 1", "at_leest = 1"), [("unknown_key", "duty meet, expects, at_leest")]),
        (DUTY.replace("at_least = 1", "where = { Present = 1 }, at_least = 1"), [("bad_name", "duty meet, expects, where, Present")]),
        (DUTY.replace("at_least = 1", 'where = { present = "much of it" }, at_least = 1'), [("bad_condition", "duty meet, expects, where, present")]),
        (DUTY.replace('key = "meet"\n', ""), [("missing_key", "duty 1, key")]),
        (DUTY + DUTY.replace('every = "quarter"', "every = 4").replace('"meet"', '"greet"'), [("wrong_type", "duty greet, every")]),
        ('[[codes]]\nkey = "form"\ntitle = "形式"\nvalues = { ok = 1 }\n', [("wrong_type", "codes form, values, ok")]),
        (MEETING.replace('"text? 备注"', '{ type = "text?", title = "备注", mask = "all" }'), [("wrong_type", "record meeting, fields, note, mask")]),
        (MEETING.replace('"text? 备注"', "7"), [("wrong_type", "record meeting, fields, note")]),
        (MEETING.replace('"text? 备注"', '{ type = "text? x", title = "" }'), [("blank", "record meeting, fields, note, title")]),
        ('[[example]]\nname = "例"\nas_of = 2026-01-01\ngiven = 1\nexpect = [1]\n', [("wrong_type", "example 例, given"), ("wrong_type", "example 例, expect 1")]),
        ("record = { key = 1 }\n", [("wrong_type", "record")]),
        ('until = 2001-01-01\nduty = ["x"]\n', [("wrong_type", "duty 1")]),
    ],
)
def test_a_mistake_is_named_by_the_keys_that_lead_to_it(text, found):
    assert places(text) == found


def test_all_mistakes_of_a_file_are_found_at_once():
    text = DUTY.replace('"quarter"', '"week"').replace('basis = "local"\n', "") + MEETING.replace('keep = "permanent"', 'keep = "always"')
    assert places(text) == [("bad_keep", "record meeting, keep"), ("missing_key", "duty meet, basis"), ("bad_every", "duty meet, every")]


def test_a_near_miss_is_offered_from_the_keys_of_that_very_table():
    _, faults = read_mechanism("tried.toml", HEAD + DUTY.replace("expects", "expect") + MEETING.replace('"text? 备注"', '{ type = "text?", title = "备注", seen = ["by"] }').replace('roll = "member"', 'role = "member"'))
    assert sorted(fault.message.split("？")[0] for fault in faults if fault.code == "unknown_key") == ["不认识“expect”。是不是想写“expects”", "不认识“role”。是不是想写“roll”", "不认识“seen”。是不是想写“seen_by”"]
    assert (nearest("gropu", ["group", "codes"]), nearest("xyz", ["group", "codes"])) == ("是不是想写“group”？", "")


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n"), lambda text: text + "\n\n# 完\n"])
def test_what_editors_leave_behind_does_no_harm(change):
    text = change(HEAD + MEETING + DUTY)
    assert link({"offices.toml": OFFICES, "tried.toml": text}, {})[1] == []


def test_a_wrong_date_is_shown_as_it_was_typed_with_its_key():
    found = [read_mechanism("tried.toml", HEAD + line)[1][0] for line in ("until = 2026-02-30\n", "until = 2026-2-3\n", 'x = [\n  { on = 2026-11-31 },\n]\n')]
    assert [(fault.code, fault.place, fault.message.split("不对")[0]) for fault in found] == [("bad_date", "until", "日期“2026-02-30”"), ("bad_date", "until", "日期“2026-2-3”"), ("bad_date", "on", "日期“2026-11-31”")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x', "文件末尾，引号没有合上"),
        ('title = "x\n', "第 1 行第 11 列，引号没有合上"),
        ("title", "文件末尾，名称后面没有等号"),
        ("a = 1\na = 2\n", "第 2 行第 6 列，同一个名称写了两次"),
        ("[a]\n[a]\n", "第 2 行第 3 列，同一个表写了两次"),
        ("[a\n", "第 1 行第 3 列，方括号没有合上"),
        ("a = [1", "文件末尾，列表的方括号没有合上"),
        ("a = { b = 1,\n}", "第 1 行第 13 列，名称读不懂：只能用英文，行内的表要写在一行"),
        ("a = 会议", "第 1 行第 5 列，等号后面的值读不懂，文字要加引号"),
        ('a = "x" y', "第 1 行第 9 列，一行写完以后还有多余的内容"),
        ("。", "第 1 行第 1 列，这一行读不懂"),
        ("a = { b = 1, b = 2 }", "同一个名称写了两次"),
        ('a = "C:\\x"', "反斜杠要写两个"),
    ],
)
def test_what_is_no_toml_is_said_in_chinese_with_line_and_column(text, said):
    faults = read_mechanism("tried.toml", text)[1]
    assert [(fault.code, said in fault.message, fault.message.isascii()) for fault in faults] == [("not_toml", True, False)], faults[0].message


def test_a_folder_is_read_in_the_order_of_its_paths_without_the_rights(tmp_path):
    for name, data in (("b.toml", b"\xef\xbb\xbftitle = 1"), ("a/c.toml", b"x = '\xff'"), ("rights.toml", b""), ("notes.txt", b"")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.toml").mkdir()
    assert read_folder(tmp_path) == {"a/c.toml": "x = '\ufffd'", "b.toml": "title = 1"}
