"""The appointment form on paper: every box of the statutory form, filled from an exchange file."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

from docx import Document

from tests.files.papers import drawing, saved
from zugong.papers.appointment import appointment_paper
from zugong.papers.lrmx import AppointmentForm, Month, ResumeLine, read, without_sensitive

AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
FORM, _ = read((Path(__file__).parent / "forms" / "other_order.lrmx").read_bytes())


def boxes(form: AppointmentForm) -> list[list[list[str]]]:
    """Page by page, row by row, joined boxes once a row."""
    paper = Document(io.BytesIO(appointment_paper(form, AT)))
    return [[[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows] for table in paper.tables]


def test_the_first_page_holds_the_person_the_posts_and_the_resume():
    assert boxes(FORM)[0] == [
        ["姓　名", "林溪", "性　别", "女", "出生年月\n（岁）", "1984.06\n（42岁）", "照\n\n片"],
        ["民　族", "汉族", "籍　贯", "云州云川", "出生地", "云州云川", "照\n\n片"],
        ["入　党\n时　间", "2006.05", "参加工\n作时间", "2007.07", "健康状况", "健康", "照\n\n片"],
        ["专业技\n术职务", "", "熟悉专业\n有何专长", "R&D 管理", "照\n\n片"],
        ["学　历\n学　位", "全日制\n教　育", "大学\n管理学学士", "毕业院校\n系及专业", "云州大学公共管理系行政管理专业"],
        ["学　历\n学　位", "在　职\n教　育", "", "毕业院校\n系及专业", ""],
        ["现任职务", "云川区东街街道党工委副书记"],
        ["拟任职务", "云川区东街街道党工委书记"],
        ["拟免职务", "云川区东街街道党工委副书记"],
        ["简\n\n\n历", "2003.09--2007.07\t云州大学公共管理系行政管理专业学习\n2007.07--2015.03\t云川区东街街道科员\n（其间：2010.09--2012.06在区委党校学习）\n2015.03--\t云川区东街街道党工委副书记"],
    ]


def test_the_second_page_holds_reasons_family_and_room_for_decisions():
    family, day = "家庭主\n要成员\n及重要\n社　会\n关　系", "年　　月　　日"
    assert boxes(FORM)[1] == [
        ["奖\n惩\n情\n况", "2019年获“先进个人”；考核得分<90 的项目已整改\n2021年记三等功一次"],
        ["年　度\n考　核\n结　果", "2023年优秀，2024年称职，2025年称职"],
        ["任\n免\n理\n由", "工作需要"],
        [family, "称谓", "姓　名", "年龄", "政治面貌", "工作单位及职务"],
        [family, "丈夫", "周野", "43", "群众", "云川区水厂技术员"],
        [family, "女儿", "周小溪", "11", "", "云川区实验小学学生"],
        *[[family, "", "", "", "", ""]] * 5,
        ["呈　报\n单　位", f"中共云川区委组织部\n\n\n{day}"],
        ["审　批\n机　关\n意　见", f"\n\n\n{day}", "行　政\n机　关\n任　免\n意　见", f"\n\n\n{day}"],
    ]
    assert Document(io.BytesIO(appointment_paper(FORM, AT))).paragraphs[-1].text == "填表人：秦安\t2026年9月28日"


def test_other_parties_stand_below_the_month_of_joining():
    assert boxes(replace(FORM, other_parties=("民建（2012.06）",)))[0][2][1] == "2006.05；\n民建（2012.06）"


def test_the_photo_is_drawn_into_its_box_without_being_stretched():
    paper = Document(io.BytesIO(appointment_paper(replace(FORM, photo=saved(drawing((300, 400)), "PNG")), AT)))
    (photo,) = paper.inline_shapes
    assert (round(photo.width.mm), round(photo.height.mm)) == (29, 39)


def test_an_empty_form_and_one_without_sensitive_boxes_can_be_printed():
    assert [len(rows) for rows in boxes(AppointmentForm())] == [10, 13]
    first, second = boxes(without_sensitive(FORM))
    assert (first[2][5], first[0][6], [row[1:] for row in second[4:6]]) == ("", "照\n\n片", [["", "", "", "", ""]] * 2)


def test_a_long_resume_is_set_smaller_and_more_relatives_get_more_lines():
    long = replace(FORM, resume=(ResumeLine("某地某职", Month(2000, 1), Month(2001, 1)),) * 30, family=FORM.family * 5)
    paper = Document(io.BytesIO(appointment_paper(long, AT)))
    assert {run.font.size.pt for paragraph in paper.tables[0].rows[9].cells[1].paragraphs for run in paragraph.runs} == {9}
    assert len(paper.tables[1].rows) == 3 + 1 + 10 + 2
