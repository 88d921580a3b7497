"""Who holds which office where, as a clerk keeps it in a table: the way in for whoever is no Party member of a branch here."""

import datetime as dt
from collections.abc import Iterator

from zugong.charter import catalogue
from zugong.door.scope import Scope
from zugong.registry.models import Post
from zugong.registry.queries import on_day
from zugong.sheets.columns import Column, Place
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, Conflict, Filter

from . import appointing, office_holders
from .matching import birth
from .names import codes_of_namesakes
from .people import COLUMNS as OF_PEOPLE

_PERSON = {column.key: column for column in OF_PEOPLE}
COLUMNS = [
    Column("organization", "所在单位", "organization", needed=True, also=("单位", "工作单位", "所属单位", "单位名称", "所在组织", "组织", "部门")),
    _PERSON["name"], _PERSON["gender"],
    Column("born_on", "出生日期", "partial_date", also=("出生年月", "出生年月日", "出生时间"), help="写到月或日。和姓名一起认人；系统里有同名的人时一定要填", example="1985-07"),
    _PERSON["id_number"],
    Column("role", "职务类别", "code", codes=catalogue.POST_ROLES, help="不填，就是在那里担任的唯一职务；还没有的，当作工作人员", example="工作人员"),
    Column("title", "职务名称", longest=60, also=("职务", "岗位", "现任职务", "岗位名称"), example="办公室主任"),
    Column("since", "任职日期", "date", also=("任职时间", "到岗日期", "入职日期", "聘用日期"), help="不填就从导入当天起。已经登记的不改", example="2020-01-01"),
    Column("ends_on", "任期届满日", "date", also=("届满日期", "聘期届满"), help="有任期的才填；届满前半年会提醒"),
    _PERSON["phone"],
]  # fmt: skip


class Posts:
    """Offices held today; a row is the same by organization, person and kind of office. Who is not there yet comes in with the office."""

    key, title, group, unit = "posts", "任职名册", "组织和党员", "行"
    kinds: frozenset[str] = frozenset()
    right, reads_right = "organization.change", "person.read"
    identities = (("id_number", "organization", "role"), ("name", "born_on", "organization", "role"), ("organization", "name"))
    repeats, at_once = True, 500_000  # a person may hold several offices: who is new is known from the whole file
    filters = (Filter("role", "职务类别", catalogue.POST_ROLES),)

    def columns(self) -> list[Column]:
        return COLUMNS

    def resolve(self, lines: list[Line], ask: Ask) -> None:
        """A few statements for every 900 names."""
        office_holders.resolve(lines, ask)

    def write(self, lines: list[Line], ask: Ask, reason: str) -> dict:
        return appointing.write(lines, ask, reason)

    def undo(self, trace: dict, ask: Ask, reason: str) -> list[Conflict]:
        return appointing.undo(trace, ask, reason)

    def rows(self, scope: Scope, today: dt.date, chosen: dict[str, str]) -> Iterator[tuple]:
        found = Post.objects.filter(scope.condition("organization__path"), on_day(today)).order_by("organization__path", "pk")
        if chosen.get("role"):
            found = found.filter(role=chosen["role"])
        told = found.values_list(
            "organization_id", "organization__path", "organization__name", "person__name", "person__gender", "person__born_on", "role", "title", "since", "ends_on", "person__phone"
        )
        codes = codes_of_namesakes()
        for place, path, place_name, name, gender, born_on, role, title, since, ends_on, phone in told.iterator(chunk_size=2000):
            yield Place(place, path, codes.get(place, place_name)), name, gender, birth(born_on), None, role, title, since, ends_on, phone
