"""The only place that reads the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """This moment in UTC; with ZUGONG_TODAY the pinned day at this time of day in Shanghai."""
    moment = dt.datetime.now(dt.UTC)
    if settings.TODAY:
        pinned = dt.date.fromisoformat(settings.TODAY)
        moment = dt.datetime.combine(pinned, moment.astimezone(SHANGHAI).time(), SHANGHAI).astimezone(dt.UTC)
    return moment


def unpinned() -> dt.datetime:
    """This moment by the machine, whatever day is pinned: for leases and signs of life, never for an act."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """This day in Shanghai."""
    return now().astimezone(SHANGHAI).date()
