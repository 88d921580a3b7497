"""Writing an exchange file: every element, in one order, in one form. What would not pass the strict check is not written."""

import base64
from xml.sax.saxutils import escape

from ..fonts import clean
from .checking import check
from .elements import ELEMENTS, ITEM, OF_RELATIVES, ROOT, Element
from .form import AppointmentForm, ResumeLine

INDENT, SPAN_WIDTH = "  ", len("yyyy.MM--yyyy.MM  ")


class Unwritable(ValueError):
    """A form that cannot stand in a proper file; the message says in Chinese which boxes and why."""


def write(form: AppointmentForm) -> bytes:
    """UTF-8 without a mark, CRLF; text is written without blanks around it and without signs that XML has no place for. Unwritable when the form does not make a proper file."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{ROOT}>"]
    for element in ELEMENTS:
        if element.kind == "family":
            lines += _family(element, form)
        else:
            lines.append(f"{INDENT}<{element.tag}>{_said(element, form)}</{element.tag}>")
    data = "\r\n".join([*lines, f"</{ROOT}>", ""]).encode("utf-8")
    faults = check(data)
    if faults:
        raise Unwritable("".join(faults))
    return data


def _family(element: Element, form: AppointmentForm) -> list[str]:
    lines = [f"{INDENT}<{element.tag}>"]
    for relative in form.family:
        told = [f"{INDENT * 3}<{each.tag}>{_said(each, relative)}</{each.tag}>" for each in OF_RELATIVES]
        lines += [f"{INDENT * 2}<{ITEM}>", *told, f"{INDENT * 2}</{ITEM}>"]
    return [*lines, f"{INDENT}</{element.tag}>"]


def _said(element: Element, of) -> str:
    value = getattr(of, element.name)
    if element.kind == "photo":
        return base64.b64encode(value).decode("ascii") if value else ""
    if element.kind == "parties":
        return _text("；".join([*([str(value)] if value else []), *of.other_parties]))
    if element.kind == "month":
        return str(value) if value else ""
    if element.kind == "day":
        return f"{value:%Y%m%d}" if value else ""
    if element.kind == "resume":
        return _text("\n".join(map(resume_line, value)))
    return _text(value.strip() if element.kind == "lines" else " ".join(value.split()))


def resume_line(line: ResumeLine) -> str:
    """`yyyy.MM--yyyy.MM  text`; text without its own months stands under the text above."""
    return f"{line.span:{SPAN_WIDTH}}{' '.join(line.text.split())}"


def _text(text: str) -> str:
    return escape("\r\n".join(line.rstrip() for line in clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")))
