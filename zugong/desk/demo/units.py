"""A year of units: care for cadres, appraisal, checks, reports by numbers; organs, townships, institutions, firms, schools."""

import datetime as dt
import random
from collections.abc import Iterator

from zugong.registry.models import Organization

from .habits import Habit, Happening, kept, some_day

CADRES = ("department", "organ", "institution", "soe", "subdistrict")
SERVANTS = ("department", "organ", "subdistrict")
SCHOOL = (
    Habit((4,), "heritage_activity", {"audience": "youth", "site": "云川烈士陵园", "people": 84, "classes": 2}, 90),
    Habit((5,), "heritage_activity", {"audience": "youth", "site": "初心馆", "people": 41, "classes": 1}, 60),
)
ASSOCIATION = (Habit((5, 10), "series_session", {"series": "new_strata_class", "topic": "政策解读和交流", "people": 32}, 150),)
SOE = (
    Habit((3, 6, 9), "series_session", {"series": "worksite_school", "topic": "安全生产和班组建设", "people": 46}, 45),
    Habit((4,), "cooperation_activity", {"form": "internship", "school": "jiangzhou_vocational", "depth": "order_class", "people": 24}),
    Habit((6,), "united_front_count", {"category": "intellectuals", "people": 14}),
)
FIRM = (
    Habit((7,), "cooperation_activity", {"form": "internship", "school": "jiangzhou_technology", "depth": "base", "people": 8}),
    Habit((5,), "united_front_count", {"category": "new_strata"}),
)
BUILDING, STEPS = ("DW01-S01", "DW03-S01"), {1: "site", 3: "approval", 5: "design", 8: "start"}
TOWNSHIP = (
    Habit((3, 9), "unity_activity", {"form": "window", "topic": "便民服务窗口", "people": 46}),
    Habit((6,), "unity_activity", {"form": "gathering", "topic": "邻里联谊", "people": 120}, 120),
    Habit((5,), "united_front_count", {"category": "private_economy", "people": 37}),
    Habit((6,), "united_front_count", {"category": "new_strata", "people": 22}),
)


def unit_year(source: random.Random, unit: Organization, months: list[dt.date], number: int) -> Iterator[Happening]:
    """All months of one unit, by its kind."""
    if unit.kind in CADRES:
        yield from _cadres(source, unit, months, number)
    habits = {"school": SCHOOL, "association": ASSOCIATION, "soe": SOE, "subdistrict": TOWNSHIP}.get(unit.kind, ())
    if unit.kind == "firm" and number % 4:
        habits = FIRM if number % 3 == 0 else FIRM[1:]
    yield from kept(source, unit, months, habits)
    if unit.kind == "subdistrict":
        yield from _checks(source, unit, months, number)


def _cadres(source: random.Random, unit: Organization, months: list[dt.date], number: int) -> Iterator[Happening]:
    """Reports and appraisal in January, leave in March, a medical check in summer or autumn, visits in some units."""
    people, leaders = 14 + number % 37, 3 + number % 5
    for month in months:
        if month.month == 1:
            yield Happening(some_day(source, month, 8, 30) if number % 11 else some_day(source, month, 33, 40), unit, "matters_report", {"people_due": leaders, "people_reported": leaders})
            if unit.kind in SERVANTS:
                yield Happening(some_day(source, month, 10, 28), unit, "annual_appraisal", {"people_due": people, "graded": people, "excellent": people // 5 + (1 if number % 23 == 0 else 0)})
        if month.month == 3:
            yield Happening(some_day(source, month, 5, 25), unit, "care_work", {"measure": "paid_leave", "people_due": people, "people_arranged": people - (1 if number % 13 == 0 else 0)})
        if month.month == 6 + number % 5:
            yield Happening(some_day(source, month, 5, 25), unit, "care_work", {"measure": "medical_check", "people_due": people, "people_arranged": people})
        if month.month in (2, 9) and number % 3 == 0:
            yield Happening(some_day(source, month, 5, 25), unit, "care_work", {"measure": "visit", "people_arranged": 1 + number % 4})


def _checks(source: random.Random, unit: Organization, months: list[dt.date], number: int) -> Iterator[Happening]:
    """Safety checks each half-year, and a community's service centre that is being built in two townships."""
    venues = number % 4
    for month in months:
        if month.month in (4, 10) and not (month.month == 10 and unit.code == "DW06-S01"):
            found = source.randint(0, 3) if venues else 0
            fields = {"venues": venues, "checked": venues, "hazards": found, "hazards_fixed": max(0, found - month.month // 10)}
            yield Happening(some_day(source, month, 5, 25), unit, "venue_safety_check", fields)
        if month.year == months[-1].year and unit.code in BUILDING and month.month in STEPS:
            yield Happening(some_day(source, month, 5, 20), unit, "building_milestone", {"project": "service_center", "step": STEPS[month.month], "what": f"{unit.name}辖区社区中心"})
