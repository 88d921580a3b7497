"""Lines of the journal."""

from django.db.models import QuerySet

from .models import Line, Reading


def lines() -> QuerySet[Line]:
    """Newest first."""
    return Line.objects.order_by("-id")


def lines_about(address: str) -> QuerySet[Line]:
    """Everything done to one address, newest first."""
    return lines().filter(address=address)


def readings_of(*addresses: str, limit: int) -> list[Reading]:
    """Who looked at these addresses last, newest first; a statement for each, so that each reads no more of the log than it shows."""
    found = [row for address in addresses for row in Reading.objects.filter(address=address).order_by("-id")[:limit]]
    return sorted(found, key=lambda row: -row.pk)[:limit]
