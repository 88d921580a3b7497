"""Members of the Party with where they belong, as a clerk keeps them in a table."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from zugong.charter import catalogue
from zugong.door.scope import Scope
from zugong.registry.models import Membership, Person
from zugong.registry.queries import members
from zugong.sheets.columns import Column, Place
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, Conflict, Filter

from . import matching, taking_back, taking_in
from .names import codes_of_namesakes

COLUMNS = [
    Column("name", "姓名", "name", needed=True, longest=60, example="张三"),
    Column("gender", "性别", "code", codes=Person.GENDERS, example="男"),
    Column("born_on", "出生日期", "partial_date", also=("出生年月", "出生年月日", "出生时间"), help="写到月或日。和姓名一起认人，最好都填", example="1985-07"),
    Column("id_number", "身份证号", "id_number", also=("身份证号码", "公民身份号码", "公民身份证号码", "证件号码"), help="封存保管，只用来认人；导出时这一列是空的，空格子不改已登记的号码"),
    Column("branch", "所在支部", "organization", needed=True, also=("所在党支部", "所属支部", "所属党支部", "党支部", "支部", "支部名称", "组织关系所在支部", "组织关系所在党支部", "所在党组织"), help="已经在册的人，导入不改支部；转接请走转出、接收"),
    Column("standing", "党员类别", "code", needed=True, codes=catalogue.STANDINGS, also=("党员类型", "人员类别", "党员身份"), help="从预备党员改为正式党员，要填转正日期", example="正式党员"),
    Column("joined_on", "入党日期", "date", also=("入党时间", "加入中国共产党日期", "加入党组织日期"), example="2010-06-25"),
    Column("converted_on", "转正日期", "date", also=("转正时间", "转为正式党员日期"), help="系统里是预备党员、表里是正式党员的，从这天起转正", example="2011-06-25"),
    Column("since", "转入本支部日期", "date", also=("转入日期", "到本支部日期", "进入当前支部日期"), help="从这天起算作本支部的人；不填就从导入当天起算。已经在册的不改", example="2020-01-01"),
    Column("phone", "联系电话", "phone", also=("手机", "手机号", "手机号码", "电话", "联系方式", "移动电话"), example="13800000000"),
]  # fmt: skip


class People:
    """Persons with their open membership; a row is the same person by identity number, else by name and birth."""

    key, title, group, unit = "people", "党员名册", "组织和党员", "人"
    kinds: frozenset[str] = frozenset()
    right, reads_right = "person.change", "person.read"
    identities = (("id_number",), ("name", "born_on"), ("name", "branch"))
    repeats, at_once = False, 1000
    filters = (Filter("standing", "党员类别", catalogue.STANDINGS),)

    def columns(self) -> list[Column]:
        return COLUMNS

    def resolve(self, lines: list[Line], ask: Ask) -> None:
        """Six statements, whatever the number of lines."""
        matching.resolve(lines, ask)

    def write(self, lines: list[Line], ask: Ask, reason: str) -> dict:
        return taking_in.write(lines, ask, reason)

    def undo(self, trace: dict, ask: Ask, reason: str) -> list[Conflict]:
        return taking_back.undo(trace, ask, reason)

    def rows(self, scope: Scope, today: dt.date, chosen: dict[str, str]) -> Iterator[tuple]:
        found = members(scope, today).select_related(None)
        if chosen.get("standing"):
            found = found.filter(standing=chosen["standing"])
        told = found.values_list("person_id", "person__name", "person__gender", "person__born_on", "organization_id", "path", "organization__name", "standing", "joined_on", "converted_on", "since", "person__phone")
        rows, codes = told.iterator(chunk_size=2000), codes_of_namesakes()
        while piece := list(islice(rows, 2000)):
            spans = began([row[0] for row in piece])
            for person, name, gender, born_on, place, path, place_name, standing, joined_on, turned, since, phone in piece:
                converted, first = spans.get(person, (None, since))
                yield name, gender, matching.birth(born_on), None, Place(place, path, codes.get(place, place_name)), standing, joined_on, converted or turned, first, phone


def began(people: list[int]) -> dict[int, tuple[dt.date | None, dt.date]]:
    """{person: (day of conversion, first day in the branch)} of those who were probationary members of the branch before. One statement."""
    former = Membership.objects.filter(person__in=people, ended_for="converted").order_by("since").values_list("person_id", "until", "since")
    return {person: (until, since) for person, until, since in former}
