"""A .docx as people see it: automatic numbers come out, deleted text stays out, and what is no plan is refused with a remedy."""

import io
import random
import zipfile

import pytest
from docx import Document

from tests.plans.word_files import NUMBERING, docx, paragraph
from zugong.plans.manuscript import read_manuscript
from zugong.plans.outline import Item, Part, PlanUnreadable
from zugong.plans.word_file import text_of
from zugong.plans.word_numbers import FORMATS, counted

PLAN = "".join(
    [
        paragraph("云川区2026年工作要点"), paragraph("抓政治", 0), paragraph("学深悟透", 1), paragraph("每季度研讨一次。", 2), paragraph("2026年办好夜校。", 2),
        paragraph("教育有统筹", 1), paragraph("开好联席会议。", 2), paragraph("抓基层", 0), paragraph("强支部", 1), paragraph("每月开展主题党日。", 2),
    ]
)  # fmt: skip


def lines(body: str, **more) -> list[str]:
    return text_of(docx(body, **more)).split("\n")


def refused(data: bytes) -> str:
    with pytest.raises(PlanUnreadable) as unreadable:
        text_of(data)
    return str(unreadable.value)


def test_automatic_numbers_come_out_as_people_see_them():
    assert lines(PLAN) == [
        "云川区2026年工作要点", "一、抓政治", "（一）学深悟透", "1. 每季度研讨一次。", "2. 2026年办好夜校。", "（二）教育有统筹", "1. 开好联席会议。", "二、抓基层", "（一）强支部", "1. 每月开展主题党日。",
    ]  # fmt: skip


def test_a_numbered_document_is_read_as_a_plan():
    outline = read_manuscript(docx(PLAN))
    assert (outline.title, outline.noise) == ("云川区2026年工作要点", [])
    assert outline.parts == [
        Part("一", "抓政治", [Item("一", "学深悟透", ["每季度研讨一次。", "2026年办好夜校。"]), Item("二", "教育有统筹", ["开好联席会议。"])]),
        Part("二", "抓基层", [Item("一", "强支部", ["每月开展主题党日。"])]),
    ]


def test_typed_numbers_stay_and_a_document_of_the_library_we_write_with_is_read():
    written = Document()
    for text in ("云川区2026年工作要点", "一、抓政治", "（一）学深悟透", "每季度研讨一次。"):
        written.add_paragraph(text)
    file = io.BytesIO()
    written.save(file)
    assert text_of(file.getvalue()).split("\n") == ["云川区2026年工作要点", "一、抓政治", "（一）学深悟透", "每季度研讨一次。"]


def test_a_style_may_number_its_paragraphs_also_through_the_style_it_rests_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h3"><w:basedOn w:val="h2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="plain"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph("甲", style="h1") + paragraph("乙", style="h2") + paragraph("丙", style="h3") + paragraph("丁", style="plain") + paragraph("戊", style="h1") + paragraph("己", 0, num="0", style="h1")
    assert lines(body, styles=styles) == ["一、甲", "（一）乙", "（二）丙", "丁", "二、戊", "己"]


def test_a_list_may_tie_its_levels_to_styles():
    numbering = NUMBERING.replace('<w:numFmt w:val="chineseCounting"/>', '<w:numFmt w:val="chineseCounting"/><w:pStyle w:val="second"/>')
    styles = '<w:style w:type="paragraph" w:styleId="second"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert lines(paragraph("甲", 0) + paragraph("乙", style="second"), numbering=numbering, styles=styles) == ["一、甲", "（一）乙"]


def test_another_use_of_a_list_goes_on_counting_unless_it_begins_anew():
    more = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    body = paragraph("甲", 0) + paragraph("乙", 0, num="2") + paragraph("丙", 0, num="3") + paragraph("丁", 0, num="3") + paragraph("戊", 7, num="9")
    assert lines(body, numbering=NUMBERING + more) == ["一、甲", "二、乙", "五、丙", "六、丁", "戊"]


def test_a_level_may_count_on_past_the_level_above_it():
    numbering = NUMBERING.replace('<w:lvlText w:val="（%2）"/>', '<w:lvlRestart w:val="0"/><w:lvlText w:val="（%2）"/>')
    body = paragraph("甲", 0) + paragraph("乙", 1) + paragraph("丙", 0) + paragraph("丁", 1)
    assert lines(body, numbering=numbering) == ["一、甲", "（一）乙", "二、丙", "（二）丁"]


def test_levels_may_be_named_together_and_in_plain_figures():
    numbering = NUMBERING.replace('<w:lvlText w:val="%3."/>', '<w:isLgl/><w:lvlText w:val="%1.%2.%3"/>')
    assert lines(paragraph("甲", 0) + paragraph("乙", 2) + paragraph("丙", 2), numbering=numbering) == ["一、甲", "1.1.1 乙", "1.1.2 丙"]


def test_a_bullet_is_no_number_and_an_empty_paragraph_counts_but_shows_nothing():
    bullets = '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
    assert lines(paragraph("甲", 0) + paragraph("", 0) + paragraph("乙", 0) + paragraph("丙", 0, num="5"), numbering=NUMBERING + bullets) == ["一、甲", "三、乙", "丙"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimalZero", ["01", "09", "10"]), ("decimalFullWidth", ["１", "９", "１０"]), ("decimalEnclosedCircle", ["①", "⑨", "⑩"]), ("ideographDigital", ["一", "九", "一〇"]),
        ("ideographTraditional", ["甲", "壬", "癸"]), ("ideographZodiac", ["子", "申", "酉"]), ("chineseLegalSimplified", ["壹", "玖", "拾"]), ("lowerLetter", ["a", "i", "j"]), ("upperRoman", ["I", "IX", "X"]),
    ],
)  # fmt: skip
def test_each_form_of_numbers(form, numbers):
    assert [FORMATS[form](number) for number in (1, 9, 10)] == numbers


def test_counting_in_chinese():
    assert [counted(number) for number in (1, 10, 11, 20, 21, 99, 100, 105, 110, 0, 10_000)] == ["一", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零五", "一百一十", "0", "10000"]


def test_tables_and_text_boxes_are_read_in_the_order_of_the_document():
    cell = "<w:tc>{}</w:tc>".format
    table = f"<w:tbl><w:tr>{cell(paragraph('甲', 0))}{cell(paragraph('乙'))}</w:tr><w:tr>{cell(paragraph('丙', 0))}{cell(paragraph('丁') + paragraph('戊'))}</w:tr></w:tbl>"
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('框里')}</w:txbxContent></w:pict></w:r>"
    assert lines(paragraph("前", more=box) + table + paragraph("后", 0)) == ["前", "框里", "一、甲", "乙", "二、丙", "丁", "戊", "三、后"]


def test_deleted_moved_and_hidden_text_and_codes_of_fields_stay_out_and_inserted_text_and_links_stay():
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f'<w:p>{run("一、")}<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom>{run("移走")}</w:moveFrom><w:ins>{run("插入")}</w:ins><w:hyperlink>{run("链接")}</w:hyperlink>'
        f"<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
    )
    assert lines(body) == ["一、插入链接甲 乙", "丙"]


def test_the_main_part_may_have_another_name():
    assert lines(paragraph("甲", 0), main="body/document2.xml") == ["一、甲"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "这是加了密码的文件"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "这是旧格式的文件（.doc、.wps）"),
        (b"PK\x03\x04" + b"0" * 50, "文件坏了，打不开"),
        (docx(PLAN)[:-30], "文件坏了，打不开"),
        (docx(PLAN + "<w:p>"), "文件坏了，打不开"),
        (docx(PLAN, extra={"word/vbaProject.bin": b"macro"}), "文件里含有宏"),
        (docx("", extra={"word/document.xml": b"<Workbook><sheets/></Workbook>"}), "这不是 Word 文档，是表格或演示文稿"),
        (docx("", extra={"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "文件坏了，打不开"),
        (docx("", extra={f"word/media/{number}.png": b"" for number in range(5001)}), "文件里的东西太多"),
        (docx("", extra={"word/document.xml": b"<a>" + b" " * (21 * 1024 * 1024) + b"</a>"}), "解开以后超过 20 MB"),
        (docx("", extra={"word/media/1.png": random.Random(1).randbytes(6 * 1024 * 1024)}), "文件超过 5 MB"),
    ],
    ids=["encrypted", "old", "no zip", "cut", "no xml", "macros", "a workbook", "entities", "many entries", "a bomb", "large"],
)  # fmt: skip
def test_what_is_no_document_of_words_is_refused_with_a_remedy(data, said):
    message = refused(data)
    assert (said in message, message.endswith("再导入。")) == (True, True)


def test_another_packed_file_and_one_with_a_password_inside_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("照片.txt", "不是文档")
    assert "不是 Word 文档" in refused(file.getvalue())
    locked = bytearray(file.getvalue())
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(head) + place] |= 1
    assert "这是加了密码的文件" in refused(bytes(locked))


def test_odd_bytes_are_refused_and_never_an_error():
    whole, source = docx(PLAN), random.Random(2)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(source.randint(1, 8)):
            broken[source.randrange(4, len(broken))] = source.randrange(256)
        try:
            text_of(bytes(broken))
        except PlanUnreadable as unreadable:
            assert str(unreadable).endswith("再导入。")


def test_numbers_out_of_a_damaged_list_are_left_out():
    odd = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="x"><w:start w:val="99999999999"/><w:lvlText w:val="%1、%9"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert lines(paragraph("甲", 0) + paragraph("乙", 5), numbering=odd) == ["1、1 甲", "乙"]
