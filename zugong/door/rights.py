"""Roles and rights, read once from mechanisms/rights.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache

from django.conf import settings

# Rights over files about one person: with the reach "self" they hold for that person only.
ABOUT_PEOPLE = {"person.read", "roll.read"}
EVERYONE = "everyone"
VISITOR = "visitor"


@dataclass(frozen=True)
class Role:
    """`administrator`: one of the three, who must use TOTP and see no person and no record."""

    key: str
    title: str
    rights: frozenset[str]
    administrator: bool


@cache
def roles() -> dict[str, Role]:
    """All roles by key."""
    data = tomllib.loads((settings.MECHANISMS / "rights.toml").read_text(encoding="utf8"))
    return {key: Role(key, each["title"], frozenset(each["rights"]), each.get("administrator", False)) for key, each in data["roles"].items()}


def all_rights() -> set[str]:
    """Every right that some role gives."""
    return set().union(*(role.rights for role in roles().values()))
