"""What an account may touch: ranges of paths. No grant, no rows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from .models import Grant
from .rights import ABOUT_PEOPLE, roles


def path_end(path: str) -> str:
    """First path behind the subtree: paths are digits of fixed width."""
    return str(int(path) + 1).zfill(len(path))


@dataclass(frozen=True)
class Scope:
    """`ranges` are half-open (low, high) pairs of paths; `person` is the one person of the reach "self"."""

    ranges: tuple[tuple[str, str], ...] = ()
    everything: bool = False
    person: int | None = None

    def __bool__(self) -> bool:
        return self.everything or bool(self.ranges) or self.person is not None

    def holds(self, path: str) -> bool:
        """Whether an organization's path lies inside."""
        return self.everything or any(low <= path < high for low, high in self.ranges)

    def condition(self, column: str, person: str = "") -> Q:
        """A filter on a path column, and on a person's id column for files about people; matches nothing without a grant."""
        if self.everything:
            return ~Q(pk__in=[])  # not Q(): whatever is or-ed with an empty one stays as narrow as it was
        found = Q(pk__in=[])
        for low, high in self.ranges:
            found |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
        if person and self.person is not None:
            found |= Q(**{person: self.person})
        return found

    def sql(self, column: str) -> tuple[str, list[str]]:
        """The same filter as SQL text with its parameters."""
        if self.everything:
            return "1 = 1", []
        if not self.ranges:
            return "1 = 0", []
        text = " OR ".join(f"({column} >= %s AND {column} < %s)" for _ in self.ranges)
        return f"({text})", [path for pair in self.ranges for path in pair]

    def inside(self, path: str) -> "Scope":
        """The part of this scope at or below a path."""
        if self.everything:
            return Scope.below(path)
        cut = ((max(low, path), min(high, path_end(path))) for low, high in self.ranges)
        return Scope(tuple((low, high) for low, high in cut if low < high))

    @classmethod
    def below(cls, path: str) -> "Scope":
        """One organization and everything under it."""
        return cls(((path, path_end(path)),))

    @classmethod
    def exactly(cls, paths: list[str]) -> "Scope":
        """These organizations only: a deeper path sorts behind path + "0"."""
        return cls(tuple((path, path + "0") for path in paths))


def scope_of(grants: list[Grant], right: str, person: int | None) -> Scope:
    """The union of all grants whose role gives the right."""
    ranges, everything, own = [], False, None
    for grant in grants:
        if grant.role not in roles() or right not in roles()[grant.role].rights:
            continue
        if grant.reach == "all":
            everything = True
        elif grant.reach == "self" and right in ABOUT_PEOPLE:
            own = person
        elif grant.reach == "below":
            ranges.append((grant.path, path_end(grant.path)))
        else:
            ranges.append((grant.path, grant.path + "0"))
    return Scope(tuple(sorted(ranges)), everything, own)


def grants_on(account_id: int, today: dt.date) -> list[Grant]:
    """The account's grants in force, one query."""
    return list(Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=today), account_id=account_id, since__lte=today).order_by("id"))
