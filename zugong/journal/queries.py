"""Lines of the journal."""

from django.db.models import QuerySet

from .models import Line, Reading


def lines() -> QuerySet[Line]:
    """Newest first."""
    return Line.objects.order_by("-id")


def lines_about(address: str) -> QuerySet[Line]:
    """Everything done to one address, newest first."""
    return lines().filter(address=address)


def readings_of(*addresses: str) -> QuerySet[Reading]:
    """Who looked at these addresses, newest first."""
    return Reading.objects.filter(address__in=addresses).order_by("-id")
