"""Who is called what was typed: by a part of the name, or by the first pinyin initials. The text comes from door.asked_text."""

from django.db.models import Case, Q, Value, When

from .initials import after

PARENTHESES = str.maketrans("()", "（）")
# Official names of Party organizations begin with two characters that nobody types.
UNSAID = "zg"


def letters_of(text: str) -> str:
    """The text as initials, "" when it is a name or a code."""
    letters = text.replace(" ", "").lower()
    return letters if letters.isascii() and letters.isalnum() and letters[0].isalpha() else ""


def spellings_of(text: str) -> list[str]:
    """The ways a name may be written that was typed like this."""
    return list(dict.fromkeys(each for one in (text, text.translate(PARENTHESES)) for each in (one, one.replace(" ", ""))))


def called(text: str, prefix: str = "", unsaid: str = "") -> Q:
    """A filter on `name` and `initials` of a row, or of the row that `prefix` leads to."""
    if letters := letters_of(text):
        return _begins(letters, prefix) | (_begins(unsaid + letters, prefix) if unsaid else Q())
    found = Q()
    for spelling in spellings_of(text):
        found |= Q(**{f"{prefix}name__contains": spelling})
    return found


def nearness(text: str) -> Case:
    """For the order: first who is called exactly so, then whose name begins so, then the others."""
    letters = letters_of(text)
    column, wanted = ("initials", [letters]) if letters else ("name", spellings_of(text))
    begins = Q()
    for each in wanted:
        begins |= Q(**{f"{column}__startswith": each})
    return Case(When(**{f"{column}__in": wanted}, then=Value(0)), When(begins, then=Value(1)), default=Value(2))


def _begins(letters: str, prefix: str) -> Q:
    behind = after(letters)
    return Q(**{f"{prefix}initials__gte": letters}) & (Q(**{f"{prefix}initials__lt": behind}) if behind else Q())
