"""A notice: to whom, what, from whom, when."""

import datetime as dt
from dataclasses import dataclass

from ..page import file_of, new_paper
from ..text import Part, running, sign, tell, write
from .head import Letterhead, attachments, closing, head, title


@dataclass(frozen=True)
class Notice:
    """Also fits other papers of the same build (request, reply, letter). `body`: paragraphs and parts; `note`: a word in brackets below the date, such as whom to call."""

    title: str
    addressees: str
    body: tuple[str | Part, ...]
    issuer: str
    issued_on: dt.date
    letterhead: Letterhead | None = None
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None


def notice(content: Notice, at: dt.datetime) -> bytes:
    """The .docx file; `at` stands in it as the time of writing."""
    paper = new_paper(content.title.replace("\n", ""), at)
    if content.letterhead:
        head(paper, content.letterhead)
    title(paper, content.title)
    if content.addressees:
        write(running(paper, indent=False), content.addressees.rstrip("：:") + "：")
    tell(paper, content.body)
    attachments(paper, content.attachments)
    for _ in range(2):
        running(paper).paragraph_format.keep_with_next = True
    sign(paper, content.issuer, content.issued_on)
    if content.note:
        write(running(paper), f"（{content.note.strip('（）')}）")
    closing(paper, content.copies, content.printed_by, content.printed_on)
    return file_of(paper).getvalue()
