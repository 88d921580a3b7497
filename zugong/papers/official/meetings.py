"""A meeting on paper: the record of what was said and decided, and a sheet to sign."""

import datetime as dt
from dataclasses import dataclass

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt

from ..fonts import HEAD
from ..page import file_of, new_paper
from ..strokes import in_stroke_order
from ..tables import add_plain_rows, add_row, fill, keep_whole, ruled, set_height, table
from ..text import heading, said, write

WIDTHS = (28, 50, 28, 50)
SIZE, ROW_HEIGHT = 14, 11
SHORT = 300
SIGN_WIDTHS = (14, 30, 66, 46)
SIGN_HEIGHT, SIGN_LINES = 10.5, 18


@dataclass(frozen=True)
class Vote:
    """One ballot: what was put, and how many were entitled, present, voting, for, against and abstaining; what nobody counted is None and not printed."""

    matter: str
    entitled: int | None = None
    present: int | None = None
    voting: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None
    result: str = ""


@dataclass(frozen=True)
class MeetingRecord:
    """`absent`: (name, reason) pairs. Text is as it was said; each line is a paragraph. `title`: what stands above, made from `kind` unless it is given."""

    kind: str
    unit: str
    held_on: dt.date
    time: str
    place: str
    chair: str
    recorder: str
    expected: int | None
    present: int | None
    absent: tuple[tuple[str, str], ...] = ()
    attending: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    said: str = ""
    votes: tuple[Vote, ...] = ()
    decision: str = ""
    title: str = ""

    @property
    def heading(self) -> str:
        return self.title or f"{self.kind}{'记录' if self.kind.endswith('会议') else '会议记录'}"


@dataclass(frozen=True)
class SignIn:
    """`people`: (name, unit and post) of those expected, printed in the order of strokes unless `keeps_order`; none: empty lines."""

    meeting: str
    held_on: dt.date
    time: str
    place: str
    people: tuple[tuple[str, str], ...] = ()
    keeps_order: bool = False
    empty_lines: int = 3


def meeting_record(content: MeetingRecord, at: dt.datetime) -> bytes:
    """The .docx file. Short boxes stay whole; what was said may go on over pages."""
    paper = new_paper(f"{content.unit}{content.heading}", at)
    heading(paper, content.heading).paragraph_format.space_after = Pt(6)
    made = ruled(paper, 0, WIDTHS)
    for pair in (
        (("组织", content.unit),), (("时间", f"{said(content.held_on)}{content.time}"),), (("地点", content.place),), (("主持人", content.chair), ("记录人", content.recorder)),
        (("应到人数", _count(content.expected)), ("实到人数", _count(content.present))), (("缺席人员\n及原因", "；".join(f"{name}（{reason}）" if reason else name for name, reason in content.absent) or "无"),),
        (("列席人员", "、".join(content.attending) or "无"),), (("会议议题", "\n".join(f"{number}. {text}" for number, text in enumerate(content.agenda, 1))),),
    ):  # fmt: skip
        _boxes(made, pair)
    _long(made, "会议内容\n和发言", content.said, 60)
    if content.votes:
        _long(made, "表决情况", "\n".join(map(vote_said, content.votes)), 0)
    _long(made, "会议决议", content.decision, 30)
    _boxes(made, (("主持人\n签名", ""), ("记录人\n签名", "")), at_least=16)
    return file_of(paper).getvalue()


def vote_said(vote: Vote) -> str:
    """A ballot in one sentence, with every figure that was counted."""
    figures = (("应到会有表决权", vote.entitled, "人"), ("实到会", vote.present, "人"), ("参加表决", vote.voting, "人"), ("赞成", vote.in_favour, "票"), ("反对", vote.against, "票"), ("弃权", vote.abstaining, "票"))
    told = "，".join(f"{word}{count}{unit}" for word, count, unit in figures if count is not None)
    return f"{vote.matter}：{'，'.join(filter(None, (told, vote.result)))}。"


def sign_in_sheet(content: SignIn, at: dt.datetime) -> bytes:
    """The .docx file: a blank table for signing by hand. It is a record for those who want one on paper; nothing in the system asks for it or counts who signed."""
    paper = new_paper(f"{content.meeting}签到表", at)
    heading(paper, f"{content.meeting}签到表").paragraph_format.space_after = Pt(6)
    line = paper.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    write(line, f"时间：{said(content.held_on)}{content.time}　　地点：{content.place}", size=12)
    made = table(paper, ("序号", "姓名", "单位及职务", "签名"), SIGN_WIDTHS, size=12)
    people = list(content.people) if content.keeps_order else in_stroke_order(content.people, lambda each: each[0])
    empty = content.empty_lines if people else SIGN_LINES
    texts = ((str(number), name, post, "") for number, (name, post) in enumerate([*people, *[("", "")] * empty], 1))
    add_plain_rows(made, SIGN_WIDTHS, texts, size=12, at_least=SIGN_HEIGHT)
    return file_of(paper).getvalue()


def _count(number: int | None) -> str:
    return "" if number is None else f"{number}人"


def _boxes(made, pair: tuple[tuple[str, str], ...], at_least: float = ROW_HEIGHT) -> None:
    cells = add_row(made, WIDTHS, at_least=at_least).cells
    if len(pair) == 1:
        cells[1].merge(cells[3])
    for place, (name, value) in zip((0, 2), pair, strict=False):
        fill(cells[place], name, font=HEAD, size=SIZE, middle=True)
        fill(cells[place + 1], value, size=SIZE)
        cells[place + 1].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _long(made, name: str, text: str, at_least: float) -> None:
    """A box over the whole width; a long one may go on over pages."""
    row = made.add_row()
    for cell, width in zip(row.cells, WIDTHS, strict=True):
        cell.width = Mm(width)
    set_height(row, max(at_least, ROW_HEIGHT))
    if len(text) < SHORT:
        keep_whole(row)
    cells = row.cells
    cells[1].merge(cells[3])
    fill(cells[0], name, font=HEAD, size=SIZE, middle=True)
    fill(cells[1], text, size=SIZE)
