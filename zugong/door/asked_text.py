"""Words typed to find something: ?q=."""

import unicodedata

LONGEST = 80
# Several characters are typed for the dot inside a name.
DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･", "·"))


def asked_text(typed: str | None) -> str:
    """Letters, digits and spaces in their plain form, one space between words, nothing that is not seen; cut where no name is so long."""
    return " ".join("".join(map(_plain, (typed or "")[: 4 * LONGEST])).translate(DOTS).split())[:LONGEST].rstrip()


def _plain(character: str) -> str:
    sort = unicodedata.category(character)
    if sort == "Cc":
        return " "
    if sort in ("Cf", "Cs"):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isspace() or plain.isalnum() else character
