"""The table of tasks as .docx: A4 across, its head on every page, one measure's cells joined over its indicators."""

import datetime as dt
import io

from docx.shared import Pt

from zugong.papers.page import file_of, new_paper
from zugong.papers.tables import add_row, fill, table
from zugong.papers.text import heading, write
from zugong.plans.progress import RULE

from .tasks import HEADS, Figure, Task

WIDTHS = (22, 26, 59, 24, 23, 25, 32, 18, 18, 18)
JOINED = 6


def task_paper(title: str, tasks: list[Task], as_of: dt.date, note: str, at: dt.datetime) -> io.BytesIO:
    """The file, from its beginning."""
    paper = new_paper(f"{title}任务分解表", at, landscape=True)
    heading(paper, f"{title}任务分解表").paragraph_format.space_after = Pt(4)
    write(paper.add_paragraph(), f"截至 {as_of.year}年{as_of.month}月{as_of.day}日。{note}状态的规则：{RULE}", size=10)
    made = table(paper, HEADS, WIDTHS)
    former: dict[int, tuple] = {}
    for task in tasks:
        texts = [task.part, task.item, task.measure, task.lead or "—", task.cooperating or "—", f"{task.due_on.year}.{task.due_on.month}.{task.due_on.day}" if task.due_on else "—"]
        for number, figure in enumerate(task.figures or [None]):
            cells = add_row(made, WIDTHS).cells
            for column, text in enumerate(texts):
                if column < 2 and column in former and former[column][1] == texts[: column + 1] or column > 1 and number:
                    _join(former[column][0], cells[column])
                else:
                    fill(cells[column], text)
                    former[column] = (cells[column], texts[: column + 1])
            for cell, text in zip(cells[JOINED:], _figure(figure), strict=True):
                fill(cell, text)
    return file_of(paper)


def _figure(figure: Figure | None) -> tuple[str, str, str, str]:
    if figure is None:
        return "—", "—", "—", "未设指标"
    unit = figure.unit
    target = "—" if figure.target is None else f"{figure.target.normalize():f}{unit}"
    value = figure.progress.value
    return figure.title, target, value + unit if value[-1].isdigit() else value, figure.word


def _join(above, cell) -> None:
    """The cell goes on with the one above: its own text is empty, Word shows one tall cell."""
    above._tc.vMerge = "restart"
    cell._tc.vMerge = "continue"
