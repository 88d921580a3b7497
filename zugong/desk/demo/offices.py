"""A year of the department and of the committees: lectures, campaigns, talents, chains, and what leaders owe once a year."""

import datetime as dt
import random
from collections.abc import Iterator

from zugong.registry.models import Organization

from .habits import Habit, Happening, kept, some_day

ALL = tuple(range(1, 13))
CAPABILITIES = ("politics", "research", "decision", "reform", "emergency", "masses", "delivery")
COLOURS = ("red", "orange", "green", "blue", "purple")
DEPARTMENT = (
    Habit((2, 4, 6, 8, 10), "series_session", {"series": "study_classroom", "topic": "党的创新理论", "people": 120}, 120),
    Habit(ALL, "series_session", lambda month: {"series": "weekend_hall", "topic": "周末一讲", "people": 86, "capability": CAPABILITIES[month.month % 7]}, 120),
    Habit(ALL, "series_session", {"series": "evening_class", "topic": "年轻干部讲业务", "people": 34}, 45, (3, 12)),
    Habit((3, 6, 9, 11), "series_session", {"series": "evening_class", "topic": "案例拆解", "people": 30}, 75, (13, 26)),
    Habit(ALL, "series_session", {"series": "reading_club", "topic": "《乡土中国》", "people": 22}, 90, (15, 26)),
    Habit((3, 5, 9, 11), "series_session", lambda month: {"series": "cadre_class", "topic": "干部轮训班", "people": 50, "capability": CAPABILITIES[(month.month // 2) % 7]}, 360),
    Habit((3, 9), "training_class", {"sort": "appointment", "name": "任职培训班", "days": 5, "hours": 35, "called": 40, "completed": 39}, 360),
    Habit((5, 11), "training_class", {"sort": "in_service", "name": "在职培训班", "days": 3, "hours": 21, "called": 60, "completed": 60}, 360),
    Habit((4, 7), "heritage_activity", {"audience": "cadres", "site": "云川烈士陵园", "people": 60}, 120),
    Habit((3, 8), "stretch_assignment", lambda month: {"post": "project" if month.month == 3 else "petitions", "task": "重点任务专班", "people": 6, "ends_on": f"{month.year + month.month // 8}-02-28"}),
    Habit((5, 10), "showcase_event", lambda month: {"form": "contest" if month.month == 5 else "forum", "topic": "年轻干部大比武", "judges": 7 if month.month == 5 else 0, "contestants": 18}, 150),
    Habit(ALL, "counselling_month", lambda month: {"slots": 5 + month.month % 4} if month.month % 5 else {"lectures": 1}, None, (26, 28)),
    Habit((3, 6, 9), "archive_batch", lambda month: {"sort": ("organ", "institution", "soe")[month.month // 3 - 1], "checked": 80, "complete": 66 + month.month, "brought_in": 12 * month.month}),
    Habit((3, 10), "talent_event", {"sort": "promotion", "topic": "人才政策推介", "people": 90, "leads": 14}, 120),
    Habit((4, 8), "talent_event", {"sort": "brand", "topic": "“遇见·您好”人才交流", "people": 60, "leads": 9, "rated": 44, "satisfied": 41}, 150),
    Habit((9,), "talent_event", {"sort": "forum", "topic": "高层次人才论坛", "people": 160, "leads": 21}, 240),
    Habit((2,), "cooperation_activity", lambda month: {"form": "agreement", "school": "jiangzhou_university", "depth": "joint", "topic": "共建实习基地", "ends_on": f"{month.year + 3}-02-28"}),
    Habit((6,), "cooperation_activity", {"form": "visit", "school": "jiangzhou_technology", "depth": "signed", "people": 6}),
    Habit((7,), "excellence_activity", {"topic": "“七一”座谈", "memorial": "gathering", "colour": "red", "people": 80}, 120),
)
INSTITUTE = {2: "site", 4: "approval", 6: "design", 8: "start"}
COMMITTEE = (
    Habit((3, 6, 9, 11), "series_session", {"series": "theory_outreach", "topic": "把理论送到院落", "people": 38}, 60),
    Habit((5, 10), "series_session", {"series": "aspiration_hall", "topic": "老党员讲初心", "people": 52}, 60),
    Habit((4,), "heritage_activity", {"audience": "cadres", "site": "初心馆", "people": 30}, 90),
    Habit((6,), "excellence_activity", {"topic": "颁发纪念章", "memorial": "medal", "people": 5}, 60),
    Habit((2, 8), "party_work", {"kind": "study_and_deploy", "topic": "专题研究党建"}),
    Habit((4, 9), "party_work", {"kind": "guidance", "topic": "到支部看组织生活"}),
    Habit((5, 10), "party_work", {"kind": "secretary_guidance", "topic": "书记联系支部"}),
    Habit((3, 5, 8, 11), "party_work", {"kind": "department_guidance", "topic": "党务部门到点指导"}),
    Habit((10,), "party_work", {"kind": "rectification", "topic": "检视问题整改"}),
)
ZONE = (
    Habit((2, 5, 8), "chain_work", lambda month: {"item": {2: "yearly_plan", 5: "leading_firms", 8: "platform"}[month.month], "topic": "链上协调", "requests": 9, "answered": 9 if month.month < 8 else 7}),
    Habit((3, 9), "chain_work", lambda month: {"item": "guide" if month.month == 3 else "investment", "requests": 6, "answered": 6}),
    Habit((2, 4), "action_group_log", lambda month: {"step": "set_up", "task": "新材料链攻关" if month.month == 2 else "园区道路协调", "on_chain": month.month == 2, "members": 9, "months": 8 if month.month == 2 else 3}),
    Habit((5, 7, 9), "action_group_log", {"step": "work", "task": "新材料链攻关", "on_chain": True, "firms": 6}, 90),
    Habit((10,), "action_group_log", {"step": "closed", "task": "园区道路协调", "on_chain": False}),
    Habit((5,), "talent_event", {"sort": "promotion", "topic": "园区引才推介", "people": 70, "leads": 18}, 120),
)


REFORM = {3: "nameplate", 5: "transferred", 7: "defined"}


def department_year(source: random.Random, department: Organization, months: list[dt.date]) -> Iterator[Happening]:
    """All months of the department; building and reorganizing are of the last year only."""
    yield from kept(source, department, months, DEPARTMENT)
    for month in months:
        if month.year == months[-1].year and month.month in INSTITUTE:
            yield Happening(some_day(source, month, 5, 20), department, "building_milestone", {"project": "materials_institute", "step": INSTITUTE[month.month], "what": "高性能材料研究院"})
        if month.year == months[-1].year and month.month in REFORM:
            yield Happening(some_day(source, month, 5, 20), department, "reorganization_milestone", {"step": REFORM[month.month], "what": "整合提升方案落实"})


def committee_year(source: random.Random, committee: Organization, months: list[dt.date], number: int, seats: int) -> Iterator[Happening]:
    """All months of one committee with so many seats; the district's own only meets and reports."""
    if committee.kind == "primary_committee":
        colour = Habit((4, 8), "excellence_activity", {"topic": "一色一行动", "colour": COLOURS[number % len(COLOURS)], "people": 26}, 90)
        yield from kept(source, committee, months, (*COMMITTEE, colour))
    if "开发区" in committee.name:
        yield from kept(source, committee, months, ZONE)
    for month in months:
        if month.month == 1:
            due = 8 if committee.kind == "party_committee" else 20
            fields = {"secretaries_due": due, "secretaries_reported": due - (1 if number == 4 else 0)}
            yield Happening(some_day(source, month, 8, 26), committee, "report_and_evaluation", fields, 180)
        if month.month == (11 if number % 3 == 0 else 12):
            fields = {"topic": "专题民主生活会", "papers": seats, "days_to_report": 6 + number % 9}
            yield Happening(some_day(source, month, 4, 18), committee, "democratic_life_meeting", fields, 240)
