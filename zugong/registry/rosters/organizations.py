"""The tree of organizations as a clerk keeps it in a table."""

import datetime as dt
from collections.abc import Iterator

from zugong.charter import catalogue
from zugong.door.scope import Scope
from zugong.registry.models import Organization
from zugong.registry.queries import on_day
from zugong.sheets.columns import Column
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, Conflict, Filter

from . import founding, grafting

COLUMNS = [
    Column("code", "组织代码", "text", needed=True, longest=20, also=("代码", "党组织代码", "组织编码", "单位代码"), check=founding.code_fault, help="字母、数字和连字符，全系统不重复；按它认出是哪个组织", example="CD-0102"),
    Column("name", "组织名称", "text", needed=True, longest=80, also=("名称", "全称", "党组织名称", "党组织全称", "单位名称"), example="城东街道第一社区党支部"),
    Column("kind", "类型", "code", needed=True, codes=catalogue.ORGANIZATION_KINDS, also=("组织类型", "组织类别", "党组织类型", "党组织类别", "单位类型"), example="党支部"),
    Column("parent", "上级组织", "text", longest=300, also=("上级", "上级党组织", "上级组织名称", "上级代码", "上级组织代码", "隶属"), help="代码或全称，可以是同一张表里的；最上面的组织不填", example="CD-01"),
    Column("domain", "领域", "code", codes=catalogue.DOMAINS, also=("所属领域", "行业领域"), example="社区"),
    Column("credit_code", "统一社会信用代码", "credit_code", also=("信用代码", "社会信用代码")),
    Column("unit", "设在单位", "text", longest=300, also=("所在单位", "依托单位"), help="党组织设在机关、企业、村等单位里时填，代码或全称"),
    Column("since", "成立日期", "date", also=("成立时间", "建立日期", "设立日期"), help="不填就从导入当天起算", example="2019-03-01"),
]  # fmt: skip


class Organizations:
    """One row for each organization that exists today; a row is the same organization by its code."""

    key, title, group, unit = "organizations", "组织名册", "组织和党员", "个组织"
    kinds: frozenset[str] = frozenset()
    right, reads_right = "organization.change", "organization.read"
    identities = (("code",),)
    repeats = False
    at_once = 200_000  # a parent may stand anywhere in the table
    filters = (Filter("kind", "类型", catalogue.ORGANIZATION_KINDS),)

    def columns(self) -> list[Column]:
        return COLUMNS

    def resolve(self, lines: list[Line], ask: Ask) -> None:
        grafting.resolve(lines, ask)

    def write(self, lines: list[Line], ask: Ask, reason: str) -> dict:
        return founding.write(lines, ask, reason)

    def undo(self, trace: dict, ask: Ask, reason: str) -> list[Conflict]:
        return founding.undo(trace, ask, reason)

    def rows(self, scope: Scope, today: dt.date, chosen: dict[str, str]) -> Iterator[tuple]:
        found = Organization.objects.filter(scope.condition("path"), on_day(today)).order_by("path")
        if chosen.get("kind"):
            found = found.filter(kind=chosen["kind"])
        told = found.values_list("code", "name", "kind", "parent__code", "domain", "credit_code", "unit__code", "since")
        for code, name, kind, parent, domain, credit_code, unit, since in told.iterator(chunk_size=2000):
            yield code, name, kind, parent, domain or None, credit_code or None, unit, since
