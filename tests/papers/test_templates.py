"""Templates that people upload: what they name, what is wrong with them, and what they become."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.files.papers import package, pptx, with_entry, xlsx
from zugong.files.unfit import Unfit
from zugong.papers.templates import Unfillable, check, fields_of, fill, names_in

DECLARED = {"单位", "日期", "是否公示", "名单.姓名", "名单.职务"}


def template(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), header: str = "", title: str = "") -> bytes:
    """A document of paragraphs and a table; `|` in a paragraph begins a new run."""
    paper, file = Document(), io.BytesIO()
    for text in paragraphs:
        paragraph = paper.add_paragraph()
        for number, run in enumerate(text.split("|")):
            paragraph.add_run(run).bold = bool(number % 2)
    if rows:
        table = paper.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if header:
        paper.sections[0].header.paragraphs[0].text = header
    paper.core_properties.title = title
    paper.save(file)
    return file.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a piece of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    return package(parts)


def told(data: bytes) -> list[str]:
    """Paragraphs, then cells row by row."""
    paper = Document(io.BytesIO(data))
    return [each.text for each in paper.paragraphs if each.text] + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]


LIST = template(
    "{{ 单位 }}任前公示名单（{{日期}}）", "{%p if 是否公示 == “是” %}", "现予公示。", "{%p endif %}", header="{{ 单位 }}",
    rows=(("姓名", "职务"), ("{%tr for 人 in 名单 %}", ""), ("{{ 人.姓名 }}", "{{ loop.index }}.{{ 人.职务 }}"), ("{%tr endfor %}", "")),
)  # fmt: skip
PEOPLE = [{"姓名": "秦安", "职务": "副局长"}, {"姓名": "林溪", "职务": "主任"}]


def test_the_fields_of_a_template_are_named_as_they_are_declared():
    assert fields_of(LIST) == {"单位", "日期", "是否公示", "名单", "名单.姓名", "名单.职务"}
    assert check(LIST, DECLARED) == []


def test_a_template_is_filled_row_by_row_also_in_its_header():
    made = fill(LIST, {"单位": "云川区委组织部", "日期": "2026年11月23日", "是否公示": "是", "名单": PEOPLE})
    assert told(made) == ["云川区委组织部任前公示名单（2026年11月23日）", "现予公示。", "姓名", "职务", "秦安", "1.副局长", "林溪", "2.主任"]
    assert Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text == "云川区委组织部"


def test_what_is_declared_but_not_given_is_empty():
    assert told(fill(LIST, {"单位": "云川区"}, DECLARED)) == ["云川区任前公示名单（）", "姓名", "职务"]


def test_a_placeholder_that_word_split_over_runs_is_still_one():
    made = fill(template("送：{|{ 单|位 }|}收"), {"单位": "东街党工委"})
    assert told(made) == ["送：东街党工委收"]


def test_signs_of_markup_and_line_breaks_in_values_are_text():
    made = fill(template("{{ 单位 }}"), {"单位": "甲&乙<w:p/>{{ 日期 }}\n第二行\x01"})
    assert told(made) == ["甲&乙<w:p/>{{ 日期 }}\n第二行"]


def test_a_name_that_is_not_declared_is_named_with_its_place_and_the_nearest_one():
    given = template("{{ 单位名 }}", "正文。", "{% if 是否公式 %}公示{% endif %}", header="{{ 曰期 }}", rows=(("{{ 单位 }}", "{{ 电话 }}"), ("{%tr for 人 in 名单 %}", ""), ("{{ 人.性名 }}", ""), ("{%tr endfor %}", "")))
    assert check(given, DECLARED) == [
        "正文第 1 段：“{{ 单位名 }}”里的“单位名”不是可用的字段，是不是“单位”？",
        "正文第 3 段：“{% if 是否公式 %}”里的“是否公式”不是可用的字段，是不是“是否公示”？",
        "正文第 1 个表格第 1 行第 2 格：“{{ 电话 }}”里的“电话”不是可用的字段。可用的有：单位、名单.姓名、名单.职务、日期、是否公示。",
        "正文第 1 个表格第 3 行第 1 格：“{{ 人.性名 }}”里的“名单.性名”不是可用的字段，是不是“名单.姓名”？",
        "页眉第 1 段：“{{ 曰期 }}”里的“曰期”不是可用的字段，是不是“日期”？",
    ]


@pytest.mark.parametrize(
    ("paragraphs", "fault"),
    [
        (("{{ 单位", "}}"), "正文第 1 段：“{{ 单位”附近的花括号没有成对。"),
        (("｛｛ 单位 ｝｝",), "正文第 1 段：“｛｛ 单位 ｝｝”附近的花括号没有成对。"),
        (("送：{{ 单位 }",), "正文第 1 段：“送：{{ 单位 }”附近的花括号没有成对。"),
        (("{{ 单位.__class__ }}",), "正文第 1 段：“{{ 单位.__class__ }}”里的“单位.__class__”不是可用的字段"),
        (("{{ 单位.a.b }}",), "正文第 1 段：“{{ 单位.a.b }}”不是字段名。"),
        (("{{ 单位[0] }}",), "正文第 1 段：“{{ 单位[0] }}”不是字段名。"),
        (("{{ 单位|upper }}".replace("|", "│"),), "正文第 1 段：“{{ 单位│upper }}”不是字段名。"),
        (("{{ range(9) }}",), "正文第 1 段：“{{ range(9) }}”不是字段名。"),
        (("{{r 单位 }}",), "正文第 1 段：“{{r 单位 }}”不是字段名。"),
        (("{% for i in range(9) %}{% endfor %}",), "正文第 1 段：“{% for i in range(9) %}”应写成 for 行 in 列表。"),
        (("{% for a in 名单 %}{% for b in 名单 %}{% endfor %}{% endfor %}",), "正文第 1 段：“{% for b in 名单 %}”：循环里面不能再套循环。"),
        (("{% set x = 1 %}",), "正文第 1 段：“{% set x = 1 %}”不能用。"),
        (("{% include '单位' %}",), "正文第 1 段：“{% include '单位' %}”不能用。"),
        (("{% if 单位.lower() %}{% endif %}",), "正文第 1 段：“{% if 单位.lower() %}”的条件看不懂。"),
        (("{% if 单位 > 日期 %}{% endif %}",), "正文第 1 段：“{% if 单位 > 日期 %}”的条件看不懂。"),
        (("{% if 单位 %}", "甲"), "正文第 1 段：这里的 if 没有用 {% endif %} 结束。"),
        (("{% endif %}",), "正文第 1 段：“{% endif %}”和前面的 if、for 对不上。"),
        (("{% else %}",), "正文第 1 段：“{% else %}”前面没有 if。"),
    ],
)  # fmt: skip
def test_what_is_broken_or_more_than_a_field_is_named_and_never_run(paragraphs, fault):
    given = template(*paragraphs)
    faults = check(given, DECLARED)
    assert faults[0].startswith(fault)
    with pytest.raises(Unfillable) as refusal:
        fill(given, {"单位": "甲", "日期": "乙", "名单": PEOPLE, "是否公示": "是"})
    assert refusal.value.faults == faults


def test_placeholders_outside_the_text_are_refused():
    """A description of a picture, a property of the file: docxtpl would fill them, a reader does not see them."""
    in_property = template("{{ 单位 }}", title="{{ 单位.__class__.__mro__ }}")
    hidden = changed(template("{{ 单位 }}"), "word/document.xml", "<w:body>", '<w:body><w:bookmarkStart w:id="1" w:name="{% for a in 单位 %}{{ cycler.__init__ }}{% endfor %}"/><w:bookmarkEnd w:id="1"/>')
    assert [re.split("：", each)[0] for given in (in_property, hidden) for each in check(given, DECLARED)] == ["文件属性", "正文"]
    with pytest.raises(Unfillable):
        fill(hidden, {"单位": "甲"})


def test_conditions_may_join_and_compare():
    given = template("{% if 单位 and not 日期 or 单位 == '甲' %}甲{% elif 日期 != '乙' %}乙{% else %}丙{% endif %}")
    assert [told(fill(given, {"单位": unit, "日期": day})) for unit, day in (("甲", "x"), ("", "x"), ("", "乙"))] == [["甲"], ["乙"], ["丙"]]


def test_rows_are_looked_up_as_names_and_never_as_what_a_mapping_can_do():
    given = template("{% for 人 in 名单 %}[{{ 人.items }}]{% endfor %}")
    assert told(fill(given, {"名单": [{"items": "甲"}]})) == ["[甲]"]
    assert told(fill(given, {"名单": [{"items": "甲"}, {}]})) == ["[甲][]"]


def test_what_begins_in_one_cell_and_ends_in_another_is_named_with_its_fix():
    given = template("{% if 单位 %}", rows=(("{% for 人 in 名单 %}", "x"), ("{{ 人.姓名 }}{% endfor %}{% endif %}", "y")))
    fix = "不在同一格或同一层。按整行重复或取舍，请用"
    assert check(given, DECLARED) == [
        f"正文第 1 个表格第 2 行第 1 格：“{{% endfor %}}”和正文第 1 个表格第 1 行第 1 格的 for {fix} {{%tr for … %}} 和 {{%tr endfor %}}，各占一行。",
        f"正文第 1 个表格第 2 行第 1 格：“{{% endif %}}”和正文第 1 段的 if {fix} {{%tr if … %}} 和 {{%tr endif %}}，各占一行。",
    ]


def test_too_many_rows_and_too_large_a_result_are_refused_before_they_are_made():
    given = template("{% for 人 in 名单 %}" + "长" * 20_000 + "{% endfor %}")
    with pytest.raises(Unfillable) as refusal:
        fill(given, {"名单": [{}] * 5001})
    assert refusal.value.faults == ["“名单”有 5001 行，最多 5000 行。"]
    with pytest.raises(Unfillable) as refusal:
        fill(given, {"名单": [{}] * 4000})
    assert refusal.value.faults == ["填出来的文件会超过 40 MB，请分几份填。"]


PICTURE = '<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "是空文件"),
        (xlsx(), "不是 .docx 文档"),
        (pptx(), "不是 .docx 文档"),
        (with_entry(LIST, "word/vbaProject.bin"), "里面有宏"),
        (with_entry(LIST, "word/embeddings/oleObject1.bin"), "模板里嵌着别的文件或控件"),
        (with_entry(LIST, "word/extra.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "模板里有不该有的声明"),
        (changed(LIST, "word/_rels/document.xml.rels", "</Relationships>", PICTURE.format("image", "http://example.test/a.png")), "模板引用了外面的文件"),
        (changed(LIST, "word/_rels/document.xml.rels", "</Relationships>", PICTURE.format("hyperlink", "file:///etc")), "模板引用了外面的文件"),
        (changed(LIST, "word/document.xml", "<w:sectPr", '<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "a"</w:instrText></w:r></w:p><w:sectPr'), "模板里有会从外面取内容的域"),
        (with_entry(LIST, "word/large.xml", b" " * (4 * 1024 * 1024 + 1)), "模板里的文字解开后超过 4 MB"),
    ],
    ids=["empty", "xlsx", "pptx", "macro", "object", "doctype", "picture", "link", "field", "large"],
)
def test_what_is_no_plain_document_is_refused(data, said):
    with pytest.raises(Unfit) as refusal:
        check(data, DECLARED)
    assert str(refusal.value).startswith(said)


def test_links_to_the_web_are_let_through():
    linked = changed(LIST, "word/_rels/document.xml.rels", "</Relationships>", PICTURE.format("hyperlink", "https://example.test/"))
    assert check(linked, DECLARED) == []


def test_text_boxes_are_read_too():
    paper, file = Document(), io.BytesIO()
    box = '<w:r {}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>{{{{ 单位名 }}}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    paper.add_paragraph("{{ 日期 }}")._p.append(parse_xml(box.format(nsdecls("w"))))
    paper.save(file)
    assert check(file.getvalue(), DECLARED) == ["正文的文本框：“{{ 单位名 }}”里的“单位名”不是可用的字段，是不是“单位”？"]


def test_values_declare_their_own_names():
    assert names_in({"单位": "甲", "名单": PEOPLE, "附件": []}) == {"单位", "名单", "名单.姓名", "名单.职务", "附件"}
