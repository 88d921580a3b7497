"""Plans of an invented district, one per style of numbering, and every trap that a plan has laid for the reader."""

import io
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.plans.outline import Item, Outline, Part, PlanUnreadable, decode, read_outline, sentences

TEXTS = Path(__file__).parent / "texts"
TITLE = "云川区2026年工作要点"
NUMERALS = "一二三四五六七八九"


def read(name: str) -> Outline:
    return read_outline(decode((TEXTS / f"{name}.txt").read_bytes()))


def plan(*lines: str) -> Outline:
    return read_outline("\n".join([TITLE, *lines]))


def shape(outline: Outline) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(part.title, [(item.title, len(item.measures)) for item in part.items]) for part in outline.parts]


def items(outline: Outline, part: int = 0) -> list[tuple[str, str, list[str]]]:
    return [(item.number, item.title, item.measures) for item in outline.parts[part].items]


def refusal(text: str) -> str:
    with pytest.raises(PlanUnreadable) as refused:
        read_outline(text)
    return str(refused.value)


def refused_file(data: bytes) -> str:
    with pytest.raises(PlanUnreadable) as refused:
        decode(data)
    return str(refused.value)


def test_a_run_on_plan_gives_its_parts_items_and_measures():
    assert shape(read("run_on")) == [
        ("立足学思践悟，夯实思想根基", [("抓实理论武装", 2), ("办好日常教育", 2), ("严肃组织生活", 3)]),
        ("着眼担当实干，建好干部队伍", [("练强履职本领", 1), ("做实改革配套", 2), ("用好考核结果", 2)]),
        ("扎根基层一线，激活支部活力", [("补齐薄弱支部", 2), ("做优阵地服务", 1), ("办好建党周年活动", 1)]),
        ("围绕产业所需，聚拢各方人才", [("把政策讲明白", 1), ("把服务送上门", 1)]),
    ]


def test_a_run_on_plan_gives_its_measures_word_for_word():
    assert items(read("run_on"), 1) == [
        ("一", "练强履职本领", ["开设“云川夜校”，一年办二十期，每期不超过一个半小时。"]),
        ("二", "做实改革配套", ["改革攻坚专项行动涉及的六家单位，编制底数在三月底前核清。", "三批划转人员逐人谈话，做到人人见面。"]),
        ("三", "用好考核结果", ["平时考核一季一评，评语当面反馈；", "连续两次靠后的班子由分管领导约谈；"]),
    ]


def test_a_run_on_plan_keeps_its_advertising_apart_and_in_order():
    assert read("run_on").noise == [
        "会员专享 请勿转发",
        "山间文案铺",
        "【本稿只供站内会员参考】",
        "山间文案铺代排版，咨询QQ100200300",
        "山间文案铺",
        "海量范文 天天更新",
        "扫码订阅全年合集",
        "【转卖必究】",
        "推荐三位会员入群，即送一个月阅读权限！",
    ]


def test_a_preamble_is_cut_at_full_stops_only():
    outline = read("run_on")
    assert outline.title == "云川区委组织部2025年工作要点"
    assert outline.preamble == [
        "2025年，区里的“十四五”规划进入收尾阶段，组织工作要把五年的账算清楚。",
        "同时还要为编好“十五五”规划做准备；这两件事要放在一起谋划。",
        "全年工作按四个方面展开：以理论学习立身，以干部队伍立业，以基层支部立本，以人才集聚立势。",
    ]


def test_a_plan_with_bracketed_items_gives_its_parts_items_and_measures():
    assert shape(read("brackets")) == [
        ("加强政治建设", [("学习贯彻全会精神", 5), ("深化党性教育", 3)]),
        ("夯实基层基础", [("规范组织生活", 3), ("纪念建党周年", 2)]),
        ("建强干部人才队伍", [("建强干部人才队伍", 1), ("推进改革攻坚专项行动", 3), ("加强年轻干部培养", 1), ("优化人才服务", 1)]),
    ]


def test_numbered_measures_lose_their_number_and_are_cut_like_any_others():
    assert items(read("brackets"))[0] == (
        "一",
        "学习贯彻全会精神",
        [
            "理论学习中心组先学一步，四月底前完成四个专题。",
            "各镇街党（工）委在五月上旬前制定学习安排。",
            "安排报区委组织部备案。",
            "机关支部用好每周五下午的学习时间；",
            "缺席的同志次周补学。",
        ],
    )


def test_text_between_a_part_and_its_first_item_stands_under_an_item_without_a_number():
    assert read("brackets").parts[2].items[0] == Item("", "建强干部人才队伍", ["今年的重点是人岗相适。"])


def test_a_signature_and_its_date_are_noise():
    assert read("brackets").noise == ["（征求意见稿）", "中共云川区委组织部", "2026年1月12日"]


def test_a_signature_directly_below_the_last_heading_is_noise():
    outline = plan("一、甲部", "1.办好夜校。", "2.管好驿站。", "中共云川区委组织部", "2026年1月12日")
    assert outline.noise == ["中共云川区委组织部", "2026年1月12日"]
    assert items(outline) == [("1", "办好夜校", []), ("2", "管好驿站", [])]


def test_a_plan_with_arabic_items_gives_its_parts_items_and_measures():
    outline = read("arabic")
    assert outline.title == "云川区委组织部二〇二六年重点任务安排"
    assert outline.noise == ["欢迎关注微信号云川文稿"]
    assert shape(outline) == [
        ("理论武装", [("中心组学习", 2), ("党性锻炼", 2)]),
        ("支部建设", [("组织生活", 2), ("主题党日", 2), ("建党周年", 2)]),
        ("改革与规划", [("改革攻坚专项行动", 1), ("规划衔接", 2)]),
    ]


def test_a_line_without_punctuation_directly_below_a_lone_heading_is_text():
    assert items(read("arabic"), 1)[2] == ("3", "建党周年", ["拍一组老党员口述短片", "请五位在党五十年的老同志讲述。"])


def test_a_line_without_punctuation_below_text_is_noise():
    outline = plan("一、甲部", "（一）夜校。每周开课。", "云川文库")
    assert outline.noise == ["云川文库"]
    assert items(outline) == [("一", "夜校", ["每周开课。"])]


def test_a_watermark_known_from_above_is_noise_even_below_a_lone_heading():
    outline = plan("云川文库", "一、甲部", "云川文库", "（一）夜校", "云川文库", "每周开课")
    assert outline.noise == ["云川文库", "云川文库", "云川文库"]
    assert outline.parts == [Part("一", "甲部", [Item("一", "夜校", ["每周开课"])])]


@pytest.mark.parametrize(
    "line",
    [
        "加微信领资料。",
        "加QQ领资料。",
        "会员请登录。",
        "网址见封底。",
        "见http://example.org。",
        "现在订阅。",
        "仅供学习。",
        "禁止外传。",
        "咨询电话见封底。",
        "【欢迎转发。】",
    ],
)
def test_an_advertising_line_is_noise_wherever_it_stands(line):
    outline = plan(line, "一、甲部", line, "（一）夜校", line, "每周开课。", line)
    assert outline.noise == [line] * 4
    assert outline.preamble == []
    assert outline.parts == [Part("一", "甲部", [Item("一", "夜校", ["每周开课。"])])]


def test_a_numbered_paragraph_and_a_long_one_may_speak_of_subscriptions_and_chats():
    long = "支部活动可以在微信群里通知，但签到要到现场，照片不作为考核依据，通知发出的时间不早于活动前七天、不晚于活动前三天，遇到特殊情况由支部书记逐人电话告知。"
    outline = plan("一、甲部", "（一）订阅党报。微信群里通知。", long)
    assert outline.noise == []
    assert items(outline) == [("一", "订阅党报", ["微信群里通知。", long])]


def test_blank_lines_are_neither_noise_nor_text():
    outline = plan("", "\u3000\u3000", "一、甲部", "", "（一）夜校", "", "\u3000\u3000每周开课。")
    assert outline == Outline(TITLE, [], [Part("一", "甲部", [Item("一", "夜校", ["每周开课。"])])], [])


def test_everything_before_the_title_is_noise():
    outline = read_outline("首页\n2026年1月5日\n云川区年度打算\n一、甲部\n（一）夜校。每周开课。")
    assert (outline.title, outline.noise) == ("云川区年度打算", ["首页", "2026年1月5日"])


def test_a_plan_may_have_no_title():
    assert read_outline("一、甲部\n（一）2026年计划\n每周开课。").title == ""


@pytest.mark.parametrize("line", ["今年的计划如下。", "一、工作计划", "云" * 59 + "计划", "微信群计划", "【年度计划】"])
def test_what_is_too_long_a_sentence_numbered_or_advertising_is_no_title(line):
    assert read_outline(f"{line}\n一、甲部\n（一）夜校。每周开课。").title == ""


@pytest.mark.parametrize(
    ("number", "following"), [("1.", "2."), ("1．", "2．"), ("1、", "2、"), ("（1）", "（2）"), ("(一)", "(二)"), ("一是", "二是")]
)
def test_every_style_may_number_the_items(number, following):
    expected = [("夜校", ["每周开课。"]), ("驿站", ["每天开门。"])]
    apart = plan("一、甲部", f"{number}夜校", "每周开课。", f"{following}驿站。", "每天开门。")
    run_on = plan(f"一、甲部。{number}夜校。每周开课。{following}驿站。每天开门。")
    assert [(title, measures) for _, title, measures in items(apart)] == expected
    assert [(title, measures) for _, title, measures in items(run_on)] == expected


def test_the_first_style_met_numbers_the_parts():
    assert plan("（一）甲部", "1.夜校。每周开课。", "（二）乙部", "1.驿站。每天开门。").parts == [
        Part("一", "甲部", [Item("1", "夜校", ["每周开课。"])]),
        Part("二", "乙部", [Item("1", "驿站", ["每天开门。"])]),
    ]


def test_all_levels_may_stand_in_one_paragraph():
    outline = plan("开头的话。一、甲部。（一）夜校。1.每周开课。2.每月小结；年底汇总。二、乙部。（一）驿站。每天开门。")
    assert outline.preamble == ["开头的话。"]
    assert outline.parts == [
        Part("一", "甲部", [Item("一", "夜校", ["每周开课。", "每月小结；", "年底汇总。"])]),
        Part("二", "乙部", [Item("一", "驿站", ["每天开门。"])]),
    ]


def test_a_part_may_have_measures_and_no_items():
    outline = plan("一、甲部", "办一件实事。再办一件。", "二、乙部", "（一）驿站。每天开门。", "三、丙部")
    assert outline.parts[0] == Part("一", "甲部", [Item("", "甲部", ["办一件实事。", "再办一件。"])])
    assert outline.parts[2] == Part("三", "丙部", [])


def test_an_unnumbered_paragraph_continues_the_item_above():
    assert items(plan("一、甲部", "（一）夜校。每周开课。", "每月小结；年底汇总。")) == [
        ("一", "夜校", ["每周开课。", "每月小结；", "年底汇总。"])
    ]


def test_a_note_in_brackets_after_the_last_sentence_stays_with_it():
    assert items(plan("一、甲部", "（一）夜校。每周开课。（责任科室：教育科）")) == [("一", "夜校", ["每周开课。（责任科室：教育科）"])]


def test_ordinals_above_ten_are_read():
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    outline = plan("一、甲部。" + "".join(f"（{number}）夜校。开课。" for number in numbers))
    assert [number for number, _, _ in items(outline)] == numbers


def test_a_heading_that_lost_its_second_character_is_found():
    assert items(plan("一、甲部。一是夜校。每周开课。二聚焦驿站。每天开门。三是食堂。用餐。"))[1] == ("二", "聚焦驿站", ["每天开门。"])


@pytest.mark.parametrize("phrase", ["二批", "二个", "二次", "二年", "二方面", "二般", "二者", "二三级", "二十", "二〇"])
def test_a_measure_word_after_the_next_numeral_makes_no_item(phrase):
    outline = plan(f"一、甲部。一是夜校。每周开课。{phrase}事情办好。二是驿站。每天开门。")
    assert items(outline) == [("一", "夜校", ["每周开课。", f"{phrase}事情办好。"]), ("二", "驿站", ["每天开门。"])]


@pytest.mark.parametrize("phrase", ["三会一课", "三严三实", "三批", "三个", "三次", "三年", "三农", "三支队伍"])
def test_a_set_phrase_that_begins_with_the_next_numeral_makes_no_item(phrase):
    outline = plan(f"一、甲部。一是夜校。每周开课。二是驿站。{phrase}事情办好。")
    assert items(outline)[1] == ("二", "驿站", [f"{phrase}事情办好。"])


@pytest.mark.parametrize(("first", "second"), [("（一）", "（二）"), ("一是", "二是"), ("1.", "2.")])
def test_a_number_directly_after_a_question_or_an_exclamation_makes_no_item(first, second):
    outline = plan(f"一、甲部。{first}夜校。怎么办？{second}开课！{second}选师。")
    assert items(outline) == [(first.strip("（）是."), "夜校", ["怎么办？", f"{second}开课！", f"{second}选师。"])]


def test_a_bare_numeral_out_of_sequence_makes_no_item():
    assert items(plan("一、甲部。一是夜校。三聚焦驿站。")) == [("一", "夜校", ["三聚焦驿站。"])]


def test_a_bare_numeral_before_any_running_item_makes_no_item():
    outline = plan("一、甲部。一聚焦夜校。二聚焦驿站。", "二、乙部。一是食堂。用餐。")
    assert items(outline) == [("", "甲部", ["一聚焦夜校。", "二聚焦驿站。"])]


def test_a_bare_numeral_makes_no_item_when_the_full_one_follows():
    assert items(plan("一、甲部。一是夜校。二龙乡试点。二是驿站。开门。")) == [("一", "夜校", ["二龙乡试点。"]), ("二", "驿站", ["开门。"])]


def test_a_running_number_inside_a_sentence_makes_no_item():
    assert items(plan("一、甲部。一是夜校。重点有三，一是开课，二是选师；三是考勤。二是驿站。开门。")) == [
        ("一", "夜校", ["重点有三，一是开课，二是选师；", "三是考勤。"]),
        ("二", "驿站", ["开门。"]),
    ]


def test_a_running_number_as_third_style_stays_in_the_measure():
    outline = plan("一、甲部", "（一）夜校。一是开课；二是选师。二要加强管理。", "（二）驿站。开门。")
    assert items(outline) == [("一", "夜校", ["一是开课；", "二是选师。", "二要加强管理。"]), ("二", "驿站", ["开门。"])]


def test_a_running_number_met_before_the_parts_or_the_items_takes_no_level():
    outline = plan("难处不少。一是人少。二是路远。", "一、总体要求", "稳中求进。一是求稳。二是求进。", "二、任务", "（一）驿站。开门。")
    assert outline.preamble == ["难处不少。", "一是人少。", "二是路远。"]
    assert outline.parts == [
        Part("一", "总体要求", [Item("", "总体要求", ["稳中求进。", "一是求稳。", "二是求进。"])]),
        Part("二", "任务", [Item("一", "驿站", ["开门。"])]),
    ]


def test_decimals_and_dates_are_no_numbering():
    outline = plan(
        "一、甲部", "1.夜校。学员增长1.5倍。1.2万人报名。2026.1.5前公布。2.5小时一课。", "1.2", "2026.1.5前完工。", "2.驿站。开门。"
    )
    assert items(outline) == [
        ("1", "夜校", ["学员增长1.5倍。", "1.2万人报名。", "2026.1.5前公布。", "2.5小时一课。", "2026.1.5前完工。"]),
        ("2", "驿站", ["开门。"]),
    ]
    assert outline.noise == ["1.2"]


def test_an_arabic_number_out_of_sequence_is_no_numbering():
    assert items(plan("一、甲部", "1.夜校。开课。", "5.驿站开门。")) == [("1", "夜校", ["开课。", "5.驿站开门。"])]


def test_arabic_numbers_may_run_on_through_the_parts():
    outline = plan("一、甲部", "1.夜校。开课。", "二、乙部", "2.驿站。开门。")
    assert (items(outline, 0)[0][0], items(outline, 1)[0][0]) == ("1", "2")


def test_a_year_may_follow_an_arabic_number():
    assert items(plan("一、甲部", "1.2026年规划。定稿。", "2、2月启动。")) == [("1", "2026年规划", ["定稿。", "2、2月启动。"])]


def test_quarters_and_months_joined_by_a_comma_are_no_parts():
    outline = plan("一、甲部", "（一）夜校。开课。", "三、四季度小结。", "二、乙部", "（一）驿站。开门。")
    assert [part.title for part in outline.parts] == ["甲部", "乙部"]
    assert items(outline) == [("一", "夜校", ["开课。", "三、四季度小结。"])]


def test_end_marks_inside_quotes_and_brackets_end_no_measure():
    assert sentences("落实“学。做；改。”要求（见附件。共三份；）推进。他问：“好吗？”对！真的？好；完") == [
        "落实“学。做；改。”要求（见附件。共三份；）推进。",
        "他问：“好吗？”对！",
        "真的？",
        "好；",
        "完",
    ]


def test_a_quote_that_is_never_closed_shelters_nothing():
    assert sentences("落实“规划。抓好“三会一课”制度。完）成。") == ["落实“规划。", "抓好“三会一课”制度。", "完）成。"]


def test_a_comma_never_ends_a_measure():
    assert sentences("学习，讨论，总结。") == ["学习，讨论，总结。"]


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_an_empty_text_is_refused(text):
    assert refusal(text) == "计划全文是空的，没有一行文字：请粘贴计划全文，或选择有内容的文件。"


def test_a_text_of_two_million_characters_is_read_and_a_longer_one_refused():
    head = "一、甲部。一是夜校。"
    assert len(read_outline(head + "课" * (2_000_000 - len(head))).parts) == 1
    assert refusal("课" * 2_000_001) == "全文共 2000001 字，超过 2000000 字：请只保留计划正文，删去其余内容。"


@pytest.mark.parametrize("text", ["云川区年度计划\n今年要办好夜校。", "云川区年度计划"])
def test_a_text_without_numbering_is_refused(text):
    advice = "看不出各部分和下面的工作：请把各部分编为“一、”，把部分下的各项工作编为“（一）”“1.”或“一是”。"
    assert refusal(text) == f"从第一行到最后一行没有找到编号，{advice}"


def test_a_text_with_one_level_of_numbering_is_refused():
    advice = "看不出各部分和下面的工作：请把各部分编为“一、”，把部分下的各项工作编为“（一）”“1.”或“一是”。"
    assert refusal("云川区年度计划\n\n一、夜校。开课。\n二、驿站。开门。") == f"第 3 行起只有一级编号（“一、”），{advice}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_decoded(encoding):
    assert decode("一、云川区\r\n".encode(encoding)) == "一、云川区\r\n"


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    assert refused_file(data) == "文件是空的，从头到尾没有文字：请选择有内容的 .docx 或 .txt 文件。"


def test_a_file_of_five_megabytes_is_read_and_a_larger_one_refused():
    largest = 5 * 1024 * 1024
    assert len(decode(b"a" * largest)) == largest
    assert refused_file(b"a" * (largest + 1)) == "文件超过 5 MB（共 5242881 字节）：请只保留计划正文，另存为 .txt 再导入。"


def docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return data.getvalue()


@pytest.mark.parametrize("data", [docx(), b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1}"], ids=["docx", "pdf", "doc", "rtf"])
def test_a_word_or_pdf_file_is_refused(data):
    assert refused_file(data) == "文件开头表明这是 Word、PDF 或压缩文件，不是纯文本：请打开后另存为 .docx 或 .txt 再导入。"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("一、\n甲\0".encode(), 2),
        (b"\x01\x02\x03\x04\x05", 1),
        ("一、".encode("utf-16"), 1),
        (b"\xff\xd8\xff\xe0\x10\x80", 1),
    ],
)
def test_a_file_that_is_no_text_is_refused(data, line):
    assert refused_file(data) == f"文件第 {line} 行起有不是文字的内容：请用记事本等软件另存为 .txt（编码选 UTF-8）再导入。"


def test_a_hostile_text_is_read_in_time():
    head = "一、甲部。一是夜校。"
    began = time.perf_counter()
    for filling in ("“（", "（", "一是甲。", "二某。", "甲；", "1.甲", "。”"):
        read_outline(head + filling * (100_000 // len(filling)))
    assert time.perf_counter() - began < 20


WORDS = st.text(alphabet="云川夜校驿站开课管好食堂评议慰问", min_size=2, max_size=8)
MEASURES = st.lists(st.builds(lambda a, b, end: f"{a}，{b}{end}", WORDS, WORDS, st.sampled_from("。；！？")), max_size=3)
OUTLINES = st.lists(
    st.tuples(WORDS, st.lists(st.tuples(WORDS, MEASURES), min_size=1, max_size=9)),
    min_size=1,
    max_size=9,
)
CHINESE = ["（{}）", "({})", "{}是"]
ARABIC = ["{}.", "{}．", "{}、", "（{}）", "({})"]
STYLES = st.sampled_from([*((style, list(NUMERALS)) for style in CHINESE), *((style, list("123456789")) for style in ARABIC)])


@given(OUTLINES, STYLES, st.sampled_from(["。", "。\n", "\n"]), st.sampled_from(["", "\n"]))
def test_a_written_outline_is_read_back(parts, style, after_heading, after_item):
    form, numbers = style
    text = f"{TITLE}\n"
    expected = []
    for number, (title, tasks) in zip(NUMERALS, parts, strict=False):
        text += f"{number}、{title}{after_heading}"
        expected.append(Part(number, title, []))
        for place, (task, measures) in zip(numbers, tasks, strict=False):
            text += form.format(place) + task + after_heading + "".join(measures)
            text += "\n" if text[-1] in "！？" else after_item
            expected[-1].items.append(Item(place, task, measures))
        text += "\n"
    assert read_outline(text) == Outline(TITLE, [], expected, [])


FRAGMENTS = [
    "一、", "二、", "三、", "（一）", "（二）", "1.", "2.", "1、", "（1）", "一是", "二是", "二", "三批",
    "夜校开课", "驿站开门", "1.5倍", "2026年1月5日", "年度计划", "QQ123456", "会员", "【告示】",
    "。", "；", "！", "，", "：", "“", "”", "（", "）", "\n", "\n", "\u3000", " ",
]  # fmt: skip
COUNTED = set("夜校驿站开课门倍月日度计划QO会员告示批")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60))
def test_no_word_is_lost_or_doubled(fragments):
    text = "一、甲。一是乙。\n" + "".join(fragments)
    outline = read_outline(text)
    kept = [outline.title, *outline.preamble, *outline.noise]
    for part in outline.parts:
        kept.append(part.title)
        for item in part.items:
            kept += [item.title if item.number else "", *item.measures]
    assert Counter(filter(COUNTED.__contains__, "".join(kept))) == Counter(filter(COUNTED.__contains__, text))


@given(st.text(alphabet='甲乙。；！？，“”（）"《》 ', max_size=60))
def test_cutting_a_paragraph_loses_nothing_but_spaces(paragraph):
    assert "".join(sentences(paragraph)).replace(" ", "") == paragraph.replace(" ", "")
