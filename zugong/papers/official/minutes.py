"""Minutes of a meeting as an official paper (GB/T 9704-2012, 10.3): a red mark, no signature, no seal, who was there at the end."""

import datetime as dt
from dataclasses import dataclass

from docx.shared import Pt

from ..fonts import HEAD
from ..page import file_of, new_paper
from ..text import SIZE, Part, running, said, tell, width_of, write
from .head import Letterhead, closing, head, title


@dataclass(frozen=True)
class Minutes:
    """`mark` such as a meeting's name with the word for minutes; `present`, `excused` and `attending` are names in the order in which they are to be printed."""

    mark: str
    issue: int
    issued_on: dt.date
    issuer: str
    title: str
    body: tuple[str | Part, ...]
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    copies: str = ""
    printed_on: dt.date | None = None


def minutes(content: Minutes, at: dt.datetime) -> bytes:
    """The .docx file."""
    paper = new_paper(content.title.replace("\n", ""), at)
    head(paper, Letterhead(content.mark, content.issuer, said(content.issued_on), f"（第{content.issue}期）" if content.issue else ""))
    title(paper, content.title)
    tell(paper, content.body)
    people = (("出席", content.present), ("请假", content.excused), ("列席", content.attending))
    if any(names for _, names in people):
        running(paper)
    for word, names in people:
        if names:
            line = running(paper)
            write(line, f"{word}：", font=HEAD)
            write(line, "　".join(names))
            hanging = SIZE * width_of(f"{word}：")
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(2 * SIZE + hanging), Pt(-hanging)
    closing(paper, content.copies, content.issuer, content.printed_on)
    return file_of(paper).getvalue()
