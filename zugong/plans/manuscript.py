"""The file that a plan comes in: .docx or plain text."""

from . import word_file
from .outline import Outline, decode, read_outline


def read_manuscript(data: bytes) -> Outline:
    """The outline of an uploaded file; PlanUnreadable says what is wrong and what to do."""
    return read_outline(word_file.text_of(data) if word_file.is_word(data) else decode(data))
