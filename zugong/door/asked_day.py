"""The day a page speaks of: ?as_of=2026-03-31, else today; never after today."""

import datetime as dt

from django.http import HttpRequest

from .asked_number import asked_number


def asked_day(request: HttpRequest) -> dt.date:
    """A wrong or future day is taken as today."""
    try:
        day = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return request.today
    return min(day, request.today) if day.year >= 1950 else request.today


def asked_year(request: HttpRequest) -> int:
    """?year=2025, else the year of the asked day."""
    year = asked_number(request.GET.get("year"))
    return year if year and 1950 <= year <= request.today.year else asked_day(request).year
