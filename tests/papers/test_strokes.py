"""Names in the order of strokes."""

import pytest

from zugong.papers.strokes import DOUBLE_SURNAMES, in_stroke_order, remark_on, sequences, unknown_in


def test_surnames_stand_by_number_of_strokes_then_stroke_by_stroke():
    assert in_stroke_order(["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "丁", "马", "于", "刘", "张", "陈", "杨"]) == ["丁", "于", "马", "王", "刘", "孙", "李", "杨", "吴", "张", "陈", "周", "郑", "赵", "钱"]


def test_of_one_surname_short_names_stand_first_then_by_the_given_name():
    assert in_stroke_order(["王小洪", "王毅", "王文涛", "王宁", "王勇", "王东明", "王晨"]) == ["王宁", "王勇", "王晨", "王毅", "王小洪", "王文涛", "王东明"]


def test_a_blank_inside_a_short_name_makes_no_difference():
    assert in_stroke_order(["王小洪", "王　毅", "丁 一"]) == ["丁 一", "王　毅", "王小洪"]


def test_double_surnames_are_one_surname_and_stand_behind_the_single_one():
    assert in_stroke_order(["司马光明", "司马 青", "司空", "司明"]) == ["司明", "司空", "司马 青", "司马光明"]


def test_rows_are_ordered_by_their_name_and_equal_names_keep_their_order():
    assert in_stroke_order([("李明", 2), ("李明", 1), ("丁一", 3)], lambda row: row[0]) == [("丁一", 3), ("李明", 2), ("李明", 1)]


def test_unknown_characters_stand_last_and_are_named():
    names = ["王\U00020bb7", "王明", "㐂一"]
    assert in_stroke_order(names) == ["王明", "王\U00020bb7", "㐂一"]
    assert unknown_in(names) == {"王\U00020bb7": "\U00020bb7", "㐂一": "㐂"}
    assert remark_on(names) == "按姓氏笔画排序。下列姓名中括号里的字不在笔画表内，排在同位置已知的字之后，请核对次序：王\U00020bb7（\U00020bb7）、㐂一（㐂）。"
    assert remark_on(["王明", "买买提·热合曼"]) == "按姓氏笔画排序。下列姓名中括号里的字不在笔画表内，排在同位置已知的字之后，请核对次序：买买提·热合曼（提）。"
    assert remark_on(["王明"]) == ""


def test_every_sequence_is_made_of_the_five_strokes_and_every_character_stands_once():
    known = sequences()
    assert ({stroke for strokes in known.values() for stroke in strokes}, len(known) > 1450) == (set("12345"), True)
    assert [pair for pair in DOUBLE_SURNAMES if unknown_in([pair])] == []


@pytest.mark.parametrize(
    ("count", "characters"),
    [(2, "丁刁卜"), (3, "于马万"), (4, "王方毛"), (5, "叶田白石卢"), (6, "刘朱任孙许"), (7, "李杨吴何沈宋陈"), (8, "周林罗郑金"), (9, "赵胡钟姚段"), (10, "高唐徐袁郭钱"), (11, "黄曹梁康"), (12, "彭韩谢曾程"), (13, "雷蓝鲍"), (14, "熊谭蔡廖"), (15, "潘黎"), (16, "薛霍"), (17, "魏戴")],
)  # fmt: skip
def test_numbers_of_strokes(count, characters):
    assert {each: len(sequences()[each]) for each in characters} == {each: count for each in characters}
