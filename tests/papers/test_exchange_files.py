"""Exchange files of the appointment form: read as they come, written in one form only."""

import base64
import datetime as dt
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.papers import docx, drawing, photo, saved, xlsx
from zugong.files.pictures import without_metadata
from zugong.papers.lrmx import AppointmentForm, Month, Relative, ResumeLine, Unreadable, Unwritable, check, read, without_sensitive, write
from zugong.papers.lrmx.months import age_on, month_in

FORMS = Path(__file__).parent / "forms"
PICTURE = without_metadata(saved(drawing(), "PNG"), "png")


def read_file(name: str) -> tuple[AppointmentForm, list[str]]:
    return read((FORMS / f"{name}.lrmx").read_bytes())


def filled(form: AppointmentForm) -> dict:
    """What the form says, without its empty boxes."""
    return {name: value for name, value in asdict(form).items() if value and name != "version"}


def person(inside: str) -> bytes:
    return f"<Person><XingMing>秦安</XingMing>{inside}</Person>".encode()


def test_another_order_and_signs_that_are_not_escaped_are_read():
    form, remarks = read_file("other_order")
    assert remarks == []
    assert (form.born_in, form.joined_in, form.work_since) == (Month(1984, 6), Month(2006, 5), Month(2007, 7))
    assert (form.expertise, form.awards_and_sanctions) == ("R&D 管理", "2019年获“先进个人”；考核得分<90 的项目已整改\n2021年记三等功一次")
    assert [(line.span, line.text) for line in form.resume] == [
        ("2003.09--2007.07", "云州大学公共管理系行政管理专业学习"),
        ("2007.07--2015.03", "云川区东街街道科员"),
        ("", "（其间：2010.09--2012.06在区委党校学习）"),
        ("2015.03--", "云川区东街街道党工委副书记"),
    ]
    assert [asdict(each) for each in form.family] == [
        {"relation": "丈夫", "name": "周野", "born_in": {"year": 1983, "month": 2}, "political_status": "群众", "work": "云川区水厂技术员"},
        {"relation": "女儿", "name": "周小溪", "born_in": {"year": 2014, "month": 11}, "political_status": "", "work": "云川区实验小学学生"},
    ]


def test_missing_unknown_and_unended_elements_are_read_as_far_as_they_go_and_named():
    form, remarks = read_file("missing_elements")
    assert filled(form) == {
        "name": "石 磊", "sex": "男", "born_in": {"year": 1979, "month": 3}, "nationality": "回族", "joined_in": {"year": 2001, "month": 6}, "other_parties": ("民盟（1999.04）",),
        "present_post": "甲&乙&丙公司董事长", "age_as_of": dt.date(2026, 9, 1), "id_number": "99000019790312001X",
        "resume": ({"text": "甲公司", "since": {"year": 2001, "month": 7}, "until": {"year": 2010, "month": 1}}, {"text": "乙公司", "since": {"year": 2010, "month": 1}, "until": None}),
    }  # fmt: skip
    missing = remarks.pop(2)
    assert (missing[:22], missing[-8:]) == ("表中：没有这些栏目，按空白读入：籍贯、出生地", "、填表人、版本。")
    assert remarks == [
        "第 3 行的 <XingBie> 没有结束标记，读到 <MinZu> 为止。",
        "第 11 行：不认识的栏目 <BeiZhu>，没有读入。",
        "出生年月：写到了日，只取年月。",
        "参加工作时间：“不详”不是年月（如 199006、1990.06），没有读入。",
        "计算年龄时间：只写了年月，按当月 1 日读入。",
        "照片：是纯文本，不是 JPG 或 PNG 图片。没有读入。",
    ]


def test_gb18030_with_rare_characters_attributes_and_verbatim_text_is_read():
    form, remarks = read_file("gb18030")
    assert len(remarks) == 1
    assert filled(form) == {
        "name": "买买提·吐尔逊", "sex": "男", "born_in": {"year": 1975, "month": 1}, "nationality": "维吾尔族", "birthplace": "\U00020bb7家村 A座", "health": "健康", "filled_on": dt.date(2026, 9, 28),
        "present_post": "<云川区>农业局&水利局 高级工程师", "family": ({"relation": "妻子", "name": "古丽", "born_in": {"year": 1977, "month": 5}, "political_status": "", "work": ""},),
    }  # fmt: skip


def test_a_wrong_word_about_the_encoding_doubles_and_a_second_form_are_named():
    form, remarks = read_file("says_other_encoding")
    assert filled(form) == {"name": "秦安", "sex": "男", "awards_and_sanctions": "获<优秀>称号，<b>无处分"}
    assert remarks[:4] == [
        "文件说自己是 GB2312 编码，实际是 UTF-8，按实际的读入。",
        "第 3 行的“<b>”没有结束标记，按文字读入。",
        "文件里不止一个人的表，只读第一个。",
        "第 2 行：“性别”重复出现，只读第一个。",
    ]


@pytest.mark.parametrize("text", ["199006", "1990.06", "1990-06", "1990.6", "1990/6", "1990年6月", "1990．06", " 1990.06 "])
def test_a_month_is_read_however_it_is_written(text):
    assert month_in(text) == (Month(1990, 6), False)


@pytest.mark.parametrize("text", ["", "199013", "1990", "不详", "189912", "199000", "90.06"])
def test_what_is_no_month_is_none(text):
    assert month_in(text) == (None, False)


def test_the_age_grows_with_the_month_of_birth():
    assert [age_on(Month(1984, 6), dt.date(2026, month, 1)) for month in (5, 6, 7)] == [41, 42, 42]
    assert [AppointmentForm(born_in=Month(1984, 6), age_as_of=day).age for day in (None, dt.date(2026, 9, 30))] == [None, 42]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "是空文件"),
        (b" " * (3 * 1024 * 1024 + 1) + b"x", "文件超过 3 MB，不像一份任免审批表"),
        (docx(), "这不是任免审批表（.lrmx），是图片、压缩包或别的软件的文件"),
        (xlsx(), "这不是任免审批表（.lrmx），是图片、压缩包或别的软件的文件"),
        ("云川区名册\n".encode(), "文件里没有 <Person>，不是任免审批表（.lrmx）"),
        ('"秦安","男","197903"'.encode("gb18030"), "这像是旧格式的任免审批表（.lrm，逗号和引号分隔），读不了"),
        (b"<Person><A>1</A></Person>", "<Person> 里一个认识的栏目也没有"),
        (b"\xff\xff\x80\x80", "文字编码认不出来"),
        (b"<Person>" * 50, "元素太多或嵌套太深"),
        (b"<Person>" + b"<XingBie/>" * 4000, "元素太多或嵌套太深"),
    ],
    ids=["empty", "large", "docx", "xlsx", "text", "old", "other", "bytes", "deep", "many"],
)
def test_what_is_no_such_file_is_refused_with_the_way_out(data, said):
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert (str(refusal.value).startswith(said), "请" in str(refusal.value)) == (True, True)


@pytest.mark.parametrize("inside", ['<!ENTITY a "ha"><!ENTITY b "&a;&a;">', '<!ENTITY x SYSTEM "file:///etc/hostname">'])
def test_entities_are_refused_and_never_expanded(inside):
    with pytest.raises(Unreadable) as refusal:
        read(f"<!DOCTYPE Person [{inside}]>".encode() + person("<XingBie>&b;&x;</XingBie>"))
    assert str(refusal.value).startswith("文件里有 DOCTYPE 或 ENTITY 声明")
    assert read(person("<MinZu>&b;&x;</MinZu>"))[0].nationality == "&b;&x;"


def test_what_is_nested_or_unended_takes_no_longer_than_it_is_long():
    for piece in ("<!--", "<![CDATA[", "<a ", "<a b='", "&", "</XingMing>", '<XingMing a="', "<" + " " * 50):
        read(person("<MinZu>汉族</MinZu>" + piece * (200_000 // len(piece))))


def test_a_photo_must_be_a_picture_and_loses_what_a_camera_wrote():
    taken = base64.b64encode(photo()).decode()
    form, _ = read(person(f"<ZhaoPian>{taken[:76]}\r\n{taken[76:]}</ZhaoPian>"))
    assert (form.photo[:3], b"YunPhone" in form.photo) == (b"\xff\xd8\xff", False)
    refused = {"%%%": "不是 base64 编码", "AAAA" * 500_000: "超过 1 MB", base64.b64encode(docx()).decode(): "是Word 文档，不是 JPG 或 PNG 图片", taken[:400]: "图片打不开"}
    for text, said in refused.items():
        form, remarks = read(person(f"<ZhaoPian>{text}</ZhaoPian>"))
        assert (form.photo, remarks[-1].startswith(f"照片：{said}")) == (None, True)


def test_health_family_and_photo_are_dropped_in_one_step():
    form = AppointmentForm(name="秦安", health="健康", family=(Relative("妻子", "林溪"),), photo=PICTURE, id_number="990000197903120010")
    assert without_sensitive(form) == AppointmentForm(name="秦安", id_number="990000197903120010")


def test_no_shape_shows_what_it_holds():
    form = AppointmentForm(name="秦安", family=(Relative("妻子", "林溪"),), resume=(ResumeLine("云川区水厂"),))
    assert [word for word in ("秦安", "林溪", "水厂") for shape in (form, form.family[0], form.resume[0]) if word in repr(shape)] == []


def test_a_form_is_written_in_one_order_with_all_elements():
    form = AppointmentForm(name="秦安", joined_in=Month(1999, 7), other_parties=("民盟",), resume=(ResumeLine("水厂&电厂", Month(1998, 7), Month(2001, 1)), ResumeLine("（其间：学习）"), ResumeLine("区里", Month(2001, 1))), age_as_of=dt.date(2026, 9, 30))  # fmt: skip
    text = write(form).decode()
    assert re.findall(r"<(\w+)>", text)[:10] == ["Person", "XingMing", "XingBie", "ChuShengNianYue", "MinZu", "JiGuan", "ChuShengDi", "RuDangShiJian", "CanJiaGongZuoShiJian", "JianKangZhuangKuang"]
    assert (len(re.findall(r"<(\w+)>", text)), "\n" in text.replace("\r\n", "")) == (35, False)
    assert "<RuDangShiJian>199907；民盟</RuDangShiJian>" in text
    assert "<JianLi>1998.07--2001.01  水厂&amp;电厂\r\n                  （其间：学习）\r\n2001.01--         区里</JianLi>" in text
    assert "<JiSuanNianLingShiJian>20260930</JiSuanNianLingShiJian>" in text


def test_what_would_be_no_proper_file_is_not_written():
    with pytest.raises(Unwritable) as refusal:
        write(AppointmentForm(sex="M", id_number="123", other_parties=("1999.07",), resume=(ResumeLine("", Month(2001, 1)),)))
    assert str(refusal.value) == (
        "“姓名”是空的。“性别”应为男或女。“入党时间”应为 yyyyMM 或党派名称，几项之间用“；”隔开。“简历”第 1 行应为“yyyy.MM--yyyy.MM  内容”。“身份证号”应为 18 位，末位是数字或大写 X。"
    )


def test_the_strict_reader_names_order_presence_and_form():
    proper = write(AppointmentForm(name="秦安", sex="男", born_in=Month(1979, 3), family=(Relative("妻子", "林溪"),))).decode()
    changed = {
        proper.replace("\r\n", "\n"): ["第 1 行：换行不是 CRLF。"],
        proper.replace("秦安", "秦&安"): ["第 3 行：XML 写得不对（有没有转义的 &、<，或标记没有配对）。"],
        proper.replace("197903", "1979.03"): ["“出生年月”应为 yyyyMM。"],
        proper.replace("  <XingBie>男</XingBie>\r\n", ""): ["缺少“性别”<XingBie>。"],
        proper.replace("  <XingBie>男</XingBie>\r\n  <ChuShengNianYue>197903</ChuShengNianYue>", "  <ChuShengNianYue>197903</ChuShengNianYue>\r\n  <XingBie>男</XingBie>"): [
            "栏目次序不对：第 2 个应为“性别”<XingBie>，实为 <ChuShengNianYue>。"
        ],
        proper.replace("<ChengWei>妻子</ChengWei>", "<ChengHu>妻子</ChengHu>"): ["家庭成员第 1 人：缺少“称谓”<ChengWei>。", "家庭成员第 1 人：多出不认识的 <ChengHu>。"],
        proper.replace("Person>", "Ren>"): ["最外层是 <Ren>，应为 <Person>。"],
        proper.replace("<Person>", "<!DOCTYPE Person><Person>"): ["有 DOCTYPE 声明，任免审批表没有这些。"],
    }
    assert {text: check(text.encode()) for text in changed} == changed
    assert (check(proper.encode()), check(proper.encode("gb18030"))) == ([], ["文件不是 UTF-8 编码。"])


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
WORDS = st.text(SIGNS, max_size=12).map(lambda text: " ".join(text.split()))
LINES = st.lists(WORDS, max_size=3).map(lambda lines: "\n".join(lines).strip())
MONTHS = st.builds(Month, st.integers(1900, 2099), st.integers(1, 12))
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
TELLING = WORDS.filter(lambda text: text and not re.match(r"\d", text))
PARTIES = st.lists(TELLING.filter(lambda text: not re.search("[；;.\\d]|^[年月日·．/-]", text)), max_size=2).map(tuple)
RESUMES = st.lists(st.builds(ResumeLine, TELLING, MONTHS, st.none() | MONTHS) | st.builds(ResumeLine, TELLING), max_size=4).map(tuple)
RELATIVES = st.builds(Relative, relation=WORDS, name=WORDS, born_in=st.none() | MONTHS, political_status=WORDS, work=LINES).filter(lambda each: each != Relative())
KINDS = {
    "name": TELLING, "sex": st.sampled_from(["", "男", "女"]), "born_in": st.none() | MONTHS, "joined_in": st.none() | MONTHS, "work_since": st.none() | MONTHS, "other_parties": PARTIES, "resume": RESUMES,
    "present_post": LINES, "proposed_post": LINES, "removed_post": LINES, "awards_and_sanctions": LINES, "appraisals": LINES, "reason": LINES, "family": st.lists(RELATIVES, max_size=3).map(tuple),
    "age_as_of": DAYS, "filled_on": DAYS, "id_number": st.sampled_from(["", "99000019790312001X"]), "photo": st.sampled_from([None, PICTURE]), "version": st.just("3.2.1.16"),
}  # fmt: skip
WHOLE = st.builds(AppointmentForm, **{name: KINDS.get(name, WORDS) for name in AppointmentForm.__dataclass_fields__})


@given(WHOLE)
def test_what_is_written_passes_the_strict_reader_and_is_read_again_as_it_was(form):
    data = write(form)
    assert (check(data), read(data)) == ([], (form, []))


@given(WHOLE, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.sampled_from(["\n", "\r\n"]))
def test_encoding_mark_and_line_breaks_make_no_difference(form, encoding, line_break):
    text = write(form).decode().replace("\r\n", line_break)
    assert read(text.encode(encoding))[0] == form


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.lists(st.sampled_from(["<Person>", "</Person>", "<Item>", "<XingMing>", "</XingMing>", "<JianLi>", "<b>", "</b>", "&", "<!--", "-->", "张"])).map(lambda parts: "".join(parts).encode()))  # fmt: skip
def test_any_bytes_are_read_or_refused(data):
    try:
        form, _ = read(data)
    except Unreadable:
        return
    assert form == replace(form)
