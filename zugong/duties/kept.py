"""What the newest evaluation says, for pages above a branch in an installation too large to judge on reading."""

import datetime as dt

from django.conf import settings
from django.db.models import Sum

from zugong.door.scope import Scope
from zugong.registry.models import Organization

from .models import Evaluation, KeptFinding, KeptTally, KeptValue


def newest() -> Evaluation | None:
    """The newest evaluation that was finished."""
    return Evaluation.objects.filter(ended_at__isnull=False).order_by("-id").first()


STILL_GOOD = 3  # days


def for_scope(scope: Scope, as_of: dt.date) -> Evaluation | None:
    """The evaluation to read instead of judging live: only where the scope holds many organizations, and only when there is one of the asked day, or of a few days before it in the same year."""
    found = newest()
    if not found or found.as_of.year != as_of.year or not 0 <= (as_of - found.as_of).days <= STILL_GOOD:
        return None
    many = Organization.objects.filter(scope.condition("path"))[: settings.LIVE_ORGANIZATIONS + 1].count() > settings.LIVE_ORGANIZATIONS
    return found if many else None


def by_place(evaluation: Evaluation, scope: Scope, length: int, duties: tuple[str, ...]) -> list[dict] | None:
    """Rows (place, finding, number) of the places of a length in scope; None when that length was not kept."""
    found = KeptTally.objects.filter(scope.condition("place"), evaluation=evaluation, length=length)
    found = found.filter(duty__in=duties) if duties else found
    rows = list(found.values("place", "finding").annotate(number=Sum("number")).order_by("place", "finding"))
    return rows if rows or KeptTally.objects.filter(evaluation=evaluation, length=length).exists() else None


def pressing(evaluation: Evaluation, scope: Scope, finding: str, limit: int, offset: int = 0) -> list[dict]:
    """Missed or open findings in scope, the earliest closing day first, with the organizations' names."""
    rows = KeptFinding.objects.filter(scope.condition("path"), evaluation=evaluation, finding=finding).order_by("closes_on", "path", "duty")
    found = list(rows.values("duty", "organization", "path", "period", "closes_on", "finding")[offset : offset + limit])
    names = dict(Organization.objects.filter(pk__in=[row["organization"] for row in found]).values_list("pk", "name"))
    return [row | {"name": names.get(row["organization"], "")} for row in found]


def values(evaluation: Evaluation, keys: list[str]) -> dict[str, tuple[int, int | None]]:
    """key -> (part, whole) over everything."""
    found = KeptValue.objects.filter(evaluation=evaluation, indicator__in=keys)
    return {row.indicator: (row.part, row.whole) for row in found}
