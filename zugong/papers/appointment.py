"""The cadre appointment and removal approval form on paper: the boxes of the statutory two-page form, filled from an exchange file's form. What is empty stays empty, to be written by hand."""

import datetime as dt
import io
import math

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from PIL import Image

from .fonts import BODY, SERIF
from .lrmx import AppointmentForm, Month, Relative, ResumeLine
from .page import file_of, new_paper
from .tables import add_row, fill, ruled, set_height
from .text import heading, said, width_of, write

TITLE = "干部任免审批表"
MARGINS = (Mm(20), Mm(16), Mm(24), Mm(24))
# Columns in millimetres; the last one of page one holds the photo beside four rows.
FIRST = (20, 24, 20, 24, 20, 22, 32)
SECOND = (20, 18, 24, 18, 22, 60)
SIZES = (12, 10.5, 9)
AIR = 3
PHOTO = (29, 42)
RESUME_HEIGHT, LEAST_RELATIVES = 112, 7
# The months of a line of the résumé with two blanks, in characters.
HANGING = 9.5
DAY_BY_HAND = "年　　月　　日"


def appointment_paper(form: AppointmentForm, at: dt.datetime) -> bytes:
    """The .docx file, with the photo where there is one; `at` stands in it as the time of writing. A résumé that does not fit is set smaller, down to 9 points, and then goes on on a page of its own."""
    paper = new_paper(TITLE, at, numbered=False)
    section = paper.sections[0]
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = MARGINS
    heading(paper, TITLE).paragraph_format.space_after = Pt(4)
    _first_page(paper, form)
    turn = paper.add_paragraph().paragraph_format
    turn.page_break_before, turn.space_after, turn.line_spacing_rule, turn.line_spacing = True, Pt(0), WD_LINE_SPACING.EXACTLY, Pt(1)
    _second_page(paper, form)
    line = paper.add_paragraph()
    line.paragraph_format.space_before = Pt(4)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(sum(SECOND)), alignment=2)
    write(line, f"填表人：{form.filled_by}\t{said(form.filled_on) if form.filled_on else DAY_BY_HAND}", font=SERIF, size=12)
    return file_of(paper).getvalue()


def _first_page(paper, form: AppointmentForm) -> None:
    made = ruled(paper, 10, FIRST)
    for row, height in zip(made.rows, (*[12] * 4, *[15] * 2, *[12] * 3, RESUME_HEIGHT), strict=True):
        set_height(row, height)
    cells = [row.cells for row in made.rows]
    age = f"\n（{form.age}岁）" if form.age is not None else ""
    joined = "；\n".join(filter(None, (_month(form.joined_in), *form.other_parties)))
    rows = (
        ("姓　名", form.name, "性　别", form.sex, "出生年月\n（岁）", _month(form.born_in) + age),
        ("民　族", form.nationality, "籍　贯", form.native_place, "出生地", form.birthplace),
        ("入　党\n时　间", joined, "参加工\n作时间", _month(form.work_since), "健康状况", form.health),
    )
    for row, texts in zip(cells, rows, strict=False):
        for column in (0, 2, 4):
            _label(row[column], texts[column])
            _value(row[column + 1], texts[column + 1], FIRST[column + 1])
    _spread(cells[3], ((0, 0, "专业技\n术职务"), (1, 2, form.technical_post), (3, 3, "熟悉专业\n有何专长"), (4, 5, form.expertise)), FIRST)
    _photo(cells[0][6].merge(cells[3][6]), form.photo)
    schools = (
        ("全日制\n教　育", form.full_time_level, form.full_time_degree, form.full_time_level_school, form.full_time_degree_school),
        ("在　职\n教　育", form.in_service_level, form.in_service_degree, form.in_service_level_school, form.in_service_degree_school),
    )
    for row, (kind, level, degree, level_school, degree_school) in zip(cells[4:6], schools, strict=True):
        places = "\n".join(dict.fromkeys(filter(None, (level_school, degree_school))))
        _label(row[1], kind)
        _value(row[2].merge(row[3]), "\n".join(filter(None, (level, degree))), FIRST[2] + FIRST[3])
        _label(row[4], "毕业院校\n系及专业")
        _value(row[5].merge(row[6]), places, FIRST[5] + FIRST[6])
    _label(cells[4][0].merge(cells[5][0]), "学　历\n学　位")
    for row, name, post in zip(cells[6:9], ("现任职务", "拟任职务", "拟免职务"), (form.present_post, form.proposed_post, form.removed_post), strict=True):
        _label(row[0].merge(row[1]), name)
        _value(row[2].merge(row[6]), post, sum(FIRST[2:]), is_middle=False)
    _label(cells[9][0], "简\n\n\n历")
    _resume(cells[9][1].merge(cells[9][6]), form.resume, sum(FIRST[1:]))


def _second_page(paper, form: AppointmentForm) -> None:
    made = ruled(paper, 0, SECOND)
    for name, text, height in (("奖\n惩\n情\n况", form.awards_and_sanctions, 32), ("年　度\n考　核\n结　果", form.appraisals, 20), ("任\n免\n理\n由", form.reason, 28)):
        row = add_row(made, SECOND, at_least=height).cells
        _label(row[0], name)
        _value(row[1].merge(row[5]), text, sum(SECOND[1:]), is_middle=False, lines=5)
    _family(made, form)
    row = add_row(made, SECOND, at_least=24).cells
    _label(row[0], "呈　报\n单　位")
    _opinion(row[1].merge(row[5]), form.reporting_unit)
    row = add_row(made, SECOND, at_least=34).cells
    _label(row[0], "审　批\n机　关\n意　见")
    _opinion(row[1].merge(row[2]), "")
    _label(row[3], "行　政\n机　关\n任　免\n意　见")
    _opinion(row[4].merge(row[5]), "")


def _family(made, form: AppointmentForm) -> None:
    """Heads and at least seven lines, all beside one label."""
    head = add_row(made, SECOND, at_least=9).cells
    for cell, text in zip(head[1:], ("称谓", "姓　名", "年龄", "政治面貌", "工作单位及职务"), strict=True):
        _label(cell, text)
    last = head
    for relative in [*form.family, *[Relative()] * (LEAST_RELATIVES - len(form.family))]:
        last = add_row(made, SECOND, at_least=11).cells
        age = form.age_of(relative.born_in)
        texts = (relative.relation, relative.name, _month(relative.born_in) if age is None else str(age), relative.political_status, relative.work)
        for cell, text, width in zip(last[1:], texts, SECOND[1:], strict=True):
            _value(cell, text, width)
    _label(head[0].merge(last[0]), "家庭主\n要成员\n及重要\n社　会\n关　系")


def _spread(row, boxes: tuple[tuple[int, int, str], ...], widths: tuple[int, ...]) -> None:
    """Labels and values in turn over columns from-to."""
    for number, (first, last, text) in enumerate(boxes):
        cell = row[first].merge(row[last])
        if number % 2:
            _value(cell, text, sum(widths[first : last + 1]))
        else:
            _label(cell, text)


def _label(cell, text: str) -> None:
    fill(cell, text, font=SERIF, size=12, middle=True)


def _value(cell, text: str, width: float, *, is_middle: bool = True, lines: int = 2) -> None:
    """The largest size in which the text has so few lines, else the smallest."""
    size = next((each for each in SIZES if _lines(text, each, width) <= lines), SIZES[-1])
    fill(cell, text, size=size, middle=is_middle)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _lines(text: str, size: float, width: float) -> int:
    a_line = Mm(width - AIR).pt / size
    return sum(max(1, math.ceil(width_of(line) / a_line)) for line in text.split("\n"))


def _resume(cell, lines: tuple[ResumeLine, ...], width: float) -> None:
    """Months, then text under text."""
    for size in SIZES:
        room = Mm(RESUME_HEIGHT - AIR).pt / (size * 1.5)
        if sum(_lines(line.text, size, width - Pt(HANGING * size).mm) for line in lines) <= room:
            break
    for number, line in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        layout = paragraph.paragraph_format
        layout.space_after, layout.line_spacing_rule = Pt(0), WD_LINE_SPACING.SINGLE
        layout.left_indent, layout.first_line_indent = Pt(HANGING * size), Pt(-HANGING * size) if line.span else None
        layout.tab_stops.add_tab_stop(Pt(HANGING * size))
        write(paragraph, f"{line.span}\t{line.text}" if line.span else line.text, font=BODY, size=size)


def _photo(cell, photo: bytes | None) -> None:
    """Drawn into its box, neither cut nor stretched."""
    if photo is None:
        _label(cell, "照\n\n片")
        return
    fill(cell, "", size=SIZES[-1], middle=True)
    with Image.open(io.BytesIO(photo)) as picture:
        scale = min(PHOTO[0] / picture.width, PHOTO[1] / picture.height)
        drawn = cell.paragraphs[0].add_run().add_picture(io.BytesIO(photo), Mm(picture.width * scale), Mm(picture.height * scale))
    for side in ("distT", "distB", "distL", "distR"):
        drawn._inline.set(side, "0")  # else LibreOffice moves it aside


def _opinion(cell, text: str) -> None:
    """Room for a seal, the day at the right below."""
    fill(cell, f"{text}\n\n", size=12)
    day = cell.add_paragraph()
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    day.paragraph_format.space_after, day.paragraph_format.right_indent = Pt(0), Pt(12)
    write(day, DAY_BY_HAND, size=12)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def _month(month: Month | None) -> str:
    return month.dotted if month else ""
