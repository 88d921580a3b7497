"""Words typed to find something: ?q=."""

import re
import unicodedata

LONGEST = 80
LONG_NUMBER = re.compile("[0-9]{15,17}[0-9Xx]?")
# Several characters are typed for the dot inside a name.
DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･", "·"))


def asked_text(typed: str | None, *, numbers: bool = False) -> str:
    """Letters, digits and spaces in their plain form, one space between words, nothing that is not seen; cut where no name is so long. What is as long as an identity number is nobody's name: "" unless `numbers`, so that no page shows it again."""
    text = " ".join("".join(map(_plain, (typed or "")[: 4 * LONGEST])).translate(DOTS).split())[:LONGEST].rstrip()
    return "" if not numbers and LONG_NUMBER.fullmatch(re.sub(r"[\s-]", "", text)) else text


def _plain(character: str) -> str:
    sort = unicodedata.category(character)
    if sort == "Cc":
        return " "
    if sort in ("Cf", "Cs"):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isspace() or plain.isalnum() else character
