"""A year in villages and communities: meetings, published affairs, grids, deliberation; under the laws of 2026."""

import datetime as dt
import random
from collections.abc import Iterator

from zugong.registry.models import Organization

from .habits import Happening, some_day

LAWS_SINCE = dt.date(2026, 1, 1)
TOPICS = ("道路亮化", "集体资产出租", "公共场地使用", "垃圾分类点位", "电动车充电", "沿街停车")
WORK = ("patrol", "service", "meeting", "party")


def village_year(source: random.Random, place: Organization, months: list[dt.date], number: int) -> Iterator[Happening]:
    """All months of one village or community; one in nine is careless."""
    care, people = 0.97 if number % 9 else 0.7, 30 + number % 31
    for month in months:
        if month >= LAWS_SINCE:
            yield from _meetings(source, place, month, people, care)
            if month.month % 3 == 0 and source.random() < care:
                yield Happening(some_day(source, month, 2, 20), place, "affairs_published", {"matters": source.randint(6, 14), "days_posted": source.choice((15, 16, 20, 30, 12))})
        if month.month % 2 == number % 2:
            work, found = WORK[(number // 2 + month.month) % 4], source.randint(1, 9)
            counted = {} if work == "meeting" else {"found": found, "closed": max(0, found - source.choice((0, 0, 0, 1)))}
            yield Happening(some_day(source, month, 3, 26), place, "grid_activity", {"work": work, **counted})
        if place.kind == "community" and month.month in (3, 6, 9) or number % 25 == 0 and month.month == 5:
            fields = {"topic": TOPICS[(number + month.month) % 6], "notice_days": source.choice((3, 4, 5, 2)), "people": source.randint(9, 24), "agreed": True, "feedback_days": source.choice((3, 5, 7, 9))}
            yield Happening(some_day(source, month, 6, 24), place, "deliberation", fields, 90)


def _meetings(source: random.Random, place: Organization, month: dt.date, people: int, care: float) -> Iterator[Happening]:
    often = 3 if place.kind == "village" else 6
    if month.month % often == 2 and source.random() < care:
        fields = {"form": "representatives", "topic": "讨论本期公共事务", "people_due": people, "people_present": people - source.randint(0, people // 3)}
        yield Happening(some_day(source, month, 4, 26), place, "village_meeting", fields, 100)
    if place.kind == "village" and month.month == 9 and source.random() < care:
        fields = {"form": "assembly", "topic": "年度收支和公共事务", "people_due": people * 20, "people_present": people * 11 + 1}
        yield Happening(some_day(source, month, 4, 26), place, "village_meeting", fields, 120)
    if month.month == 10 and source.random() < care - 0.3:
        yield Happening(some_day(source, month, 8, 28), place, "committee_appraisal", {"members_due": 5, "members_appraised": 5})
