"""Exemptions in scope: those that wait, those in force."""

from django.db.models import QuerySet

from zugong.door.scope import Scope

from .models import Exemption


def exemptions(scope: Scope, names: Scope) -> QuerySet[Exemption]:
    """All in scope, waiting ones first, then the newest; one person's only where the reader may see that branch's rolls (or is the person)."""
    found = Exemption.objects.filter(scope.condition("organization__path")).select_related("organization", "person")
    hidden = found.filter(person__isnull=False).exclude(names.condition("organization__path", "person_id"))
    return found.exclude(pk__in=hidden.values("pk")).order_by("state", "-id")
