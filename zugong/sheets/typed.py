"""Text as people type it: what is not seen goes, what is written in full width becomes plain, and it is said what was done."""

import re
import unicodedata

# Zero-width and direction marks, soft hyphens, byte order marks; then the spaces that are not the plain one.
_UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xAD])
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t"), " ")
_UNWANTED = _UNSEEN | _SPACES
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FULL = {0xFF01 + n: 0x21 + n for n in range(94)} | {ord("—"): "-", ord("–"): "-", ord("－"): "-", ord("．"): ".", ord("。"): ".", ord("／"): "/"}
DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●.．", "·"))
FORMULA_FAULTS = frozenset(("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"))


def tidy(text: str, *, lines: bool = False) -> str:
    """Without what is not seen and without spaces around it; one space between words, and line ends only with `lines`."""
    if text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED))
    if lines:
        return "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return " ".join(text.split())


def narrow(text: str) -> str:
    """Full-width digits, letters and signs in their plain form."""
    return text if text.isascii() else text.translate(_FULL)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def name_of(text: str) -> str:
    """A person's name: spaces go unless Latin letters stand on both sides, and the dot is the one of the standard."""
    text = re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", tidy(text))
    return text if text.isascii() else text.translate(DOTS)
