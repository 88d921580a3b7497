"""The roster of members on paper: of a branch, of one of its groups, or of all branches below a committee."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from zugong.door.asked_day import asked_day
from zugong.door.documents import document
from zugong.door.methods import reads
from zugong.papers import official
from zugong.registry.access import organization_or_404
from zugong.registry.models import Membership
from zugong.registry.queries import members_of, members_under

MOST = 2000
SINGLE = ("branch", "party_group")
COLUMNS = (
    official.Column("name", "姓名", 4), official.Column("gender", "性别", 2), official.Column("born", "出生年月", 3), official.Column("standing", "类别", 3),
    official.Column("joined", "入党日期", 4), official.Column("group", "党小组", 4), official.Column("phone", "联系电话", 4),
)  # fmt: skip
BRANCH = official.Column("branch", "党支部", 6)


@reads("person.read", logged=lambda request, pk: _address(request, pk))
def members(request: HttpRequest, pk: int):
    """The members on a day in the order of strokes: telephone numbers masked, no identity numbers."""
    organization, as_of = organization_or_404(request, pk, "person.read"), asked_day(request)
    is_single = organization.kind in SINGLE
    found = members_of(organization, as_of) if is_single else members_under(request.scope("person.read"), organization, as_of)
    rows = list(found[: MOST + 1])
    if len(rows) > MOST:
        messages.error(request, f"超过 {MOST} 人，一份印不下，请到下级党组织分别打印，或导出 Excel。")
        return redirect(f"/{organization.address}/")
    lines = tuple(map(_line, rows))
    heads = COLUMNS if is_single else (COLUMNS[0], BRANCH, *COLUMNS[1:])
    content = official.Roster("党员名册", organization.name, as_of, heads, lines, is_wide=not is_single)
    return document(official.roster(content, request.now), f"党员名册 {organization.name} {as_of}")


def _address(request: HttpRequest, pk: int) -> str:
    return f"{organization_or_404(request, pk, 'person.read', alone=True).address}/members"


def _line(row: Membership) -> dict[str, str]:
    person = row.person
    return {
        "name": person.name, "gender": person.get_gender_display(), "born": f"{person.born_on:%Y.%m}" if person.born_on else "", "standing": row.get_standing_display(),
        "joined": str(row.joined_on or ""), "group": row.group.name.removeprefix(row.organization.name) if row.group else "", "phone": person.masked_phone, "branch": row.organization.name,
    }  # fmt: skip
