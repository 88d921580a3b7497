"""A file's name as it was given, made harmless: no folders, nothing invisible, ending as its kind does."""

import re
import unicodedata

from .kinds import KINDS

LONGEST = 100
# Control, format (among them the marks that turn the reading direction round), halves of characters, private and unassigned ones.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_name(name: str, kind: str = "") -> str:
    """The last part of a path, without invisible characters and those that no file system takes; with `kind`, ending as that kind does."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", last) if each.isspace() or unicodedata.category(each) not in _INVISIBLE)
    plain = " ".join(re.sub(r'[<>:"|?*]', "_", seen).split()).rstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    endings = KINDS[kind].endings if kind else ()
    if not dot or (kind and ending.lower() not in endings):
        stem, ending = plain, endings[0] if endings else ""
    stem = stem[:LONGEST].strip(". ") or "文件"
    return f"{stem}.{ending[:10]}" if ending else stem
