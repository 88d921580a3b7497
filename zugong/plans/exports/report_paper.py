"""The draft of a quarterly report as .docx: every figure leads to its definition and has its date beside it."""

import datetime as dt
import io

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from zugong.papers.fonts import clean
from zugong.papers.page import file_of, mark, new_paper
from zugong.papers.tables import add_row, fill, table
from zugong.papers.text import heading, link, running, said, write
from zugong.plans.models import Frozen
from zugong.plans.progress import RULE

from .report import Report, Told

DRAFT = "草稿，未经审定，不作为正式文件"
HEADS = ("指标", "目标", "数值", "截至", "状态", "怎么算的")
WIDTHS = (31, 19, 18, 22, 18, 48)


def report_paper(report: Report, frozen_on: dt.date, at: dt.datetime) -> io.BytesIO:
    """The file, from its beginning."""
    paper = new_paper(f"{report.title}（草稿）", at)
    mark(paper, DRAFT)
    for line in report.headline:
        heading(paper, line).paragraph_format.space_after = Pt(0)
    middle = running(paper, indent=False)
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(middle, f"（草稿）　{said(report.since)}至{said(report.as_of)}")
    write(running(paper), f"本报告的数取自{report.as_of.month}月的冻结值，{said(frozen_on)}冻结，截至{said(report.as_of)}。点数字可以看它的定义和明细。{RULE}")
    for chapter in report.chapters:
        paper.add_heading(clean(chapter.text or "其他"), 1)
        write(running(paper), chapter.summary)
        for measure in chapter.measures:
            _tell(paper, measure)
    paper.add_heading("过了时限的举措", 1)
    _overdue(paper, report)
    paper.add_heading("附：数据表", 1)
    made = table(paper, HEADS, WIDTHS)
    for figure, address in report.figures:
        cells = add_row(made, WIDTHS).cells
        texts = (figure.title, target(figure), "", f"{figure.as_of.year}.{figure.as_of.month}.{figure.as_of.day}", figure.progress.word, figure.definition or "冻结时没有现行的定义")
        for cell, text in zip(cells, texts, strict=True):
            fill(cell, text)
        link(cells[2].paragraphs[0], amount(figure), address, size=10)
    return file_of(paper)


def amount(figure: Frozen) -> str:
    """The value with its unit, or a dash."""
    value = figure.progress.value
    return value + figure.unit if value[-1].isdigit() else value


def target(figure: Frozen) -> str:
    """The target with its unit."""
    return f"{figure.target.normalize():f}{figure.unit}"


def _tell(paper, measure: Told) -> None:
    paragraph = running(paper)
    write(paragraph, measure.text.rstrip("。；;") + "：")
    for number, (figure, address) in enumerate(measure.figures):
        write(paragraph, ("；" if number else "") + figure.title)
        link(paragraph, amount(figure), address)
        write(paragraph, f"（截至{said(figure.as_of)}，目标{target(figure)}，{figure.progress.word}）")
    write(paragraph, "。")


def _overdue(paper, report: Report) -> None:
    if not report.overdue and not report.unmeasured:
        write(running(paper), "没有。")
    for measure in report.overdue:
        due = said(measure.due_on) if measure.due_on else f"{report.plan.year}年底"
        missing = "、".join(f"{figure.title}{amount(figure)}（目标{target(figure)}）" for figure, _ in measure.figures if figure.state == "missed")
        write(running(paper), f"{measure.text.rstrip('。；;')}：时限{due}，未达到的有{missing}。")
    for sentence in report.unmeasured:
        lead = f"，牵头单位{sentence.lead.name}" if sentence.lead else ""
        write(running(paper), f"{sentence.text.rstrip('。；;')}：时限{said(sentence.due_on)}{lead}；没有挂指标，是否完成请核对后填写。")
