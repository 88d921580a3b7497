"""One account for each role, without a password: they open only by the demo's one click."""

import datetime as dt

from zugong.door.actions.grant_role import grant_role
from zugong.door.actions.invite import invite
from zugong.door.models import Account
from zugong.registry.models import Membership, Organization, Post

SINCE = dt.date(2019, 3, 1)


def open_accounts(branch: Organization, level: str, at: dt.datetime) -> Account:
    """Make the accounts of one branch, of those above it and of the whole district or city; answers the section clerk's."""
    committee = branch.parent
    secretary = Post.objects.select_related("person").get(organization=branch, role="secretary")
    member = Membership.objects.select_related("person").filter(organization=branch).order_by("id")[6]
    rows = [
        ("demo-secretary", f"{secretary.person.name}（{branch.name}书记）", "branch_secretary", "below", branch.path, secretary.person_id, secretary.address),
        ("demo-member", f"{member.person.name}（{branch.name}党员）", "member", "self", branch.path, member.person_id, ""),
        ("demo-committee", f"{committee.name.removeprefix('中共')}组织员", "committee_clerk", "below", committee.path, None, ""),
        ("demo-clerk", f"{level}委组织部组织科经办", "section_clerk", "all", "", None, ""),
        ("demo-leader", f"{level}委组织部部领导", "leader", "all", "", None, ""),
        ("demo-system", "系统管理员", "system_administrator", "all", "", None, ""),
        ("demo-security", "安全保密管理员", "security_administrator", "all", "", None, ""),
        ("demo-audit", "安全审计员", "audit_administrator", "all", "", None, ""),
    ]
    if committee.parent.parent:  # a district inside a city
        rows.append(("demo-district", f"{committee.parent.name.removeprefix('中共').removesuffix('员会')}组织部经办", "section_clerk", "below", committee.parent.path, None, ""))
    made = {}
    for username, name, role, reach, path, person, because in rows:
        made[username] = invite(username, name, person=person, by=None, at=at)
        grant_role(made[username], role, reach, path, since=SINCE, because=because, by=None, at=at)
    return made["demo-clerk"]
