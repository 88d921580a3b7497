import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import STEP, Organization, Placement


def next_path(parent: Organization | None) -> str:
    """The first free path below a parent, or at the root; never one used before."""
    prefix = parent.path if parent else ""
    length = len(prefix) + STEP
    used = Placement.objects.filter(path__startswith=prefix, path__regex=rf"^\d{{{length}}}$").order_by("-path").values_list("path", flat=True).first()
    number = int(used[-STEP:]) + 1 if used else 1
    if number >= 10**STEP - 1:  # the last number has no path_end of the same width
        raise Refused("这个上级下面的组织已经太多，请先设中间一级", "parent")
    return prefix + str(number).zfill(STEP)


def found(
    *, code: str, name: str, kind: str, since: dt.date, parent: Organization | None = None, unit: Organization | None = None, domain: str = "", credit_code: str = "",
    by: int | None, at: dt.datetime,
) -> Organization:  # fmt: skip
    """Set up an organization from a day on. Refused: a parent that did not exist then, a group outside a branch."""
    if parent and (parent.since > since or (parent.until and parent.until <= since)):
        raise Refused(f"上级“{parent.name}”在 {since} 还没有成立或已经撤销，请改日期或上级", "since")
    if kind == "party_group" and (not parent or parent.kind != "branch"):
        raise Refused("党小组要设在党支部下面，请把上级改成一个党支部", "parent")
    path = next_path(parent)
    organization = Organization.objects.create(
        code=code, name=name, kind=kind, since=since, parent=parent, unit=unit, domain=domain, credit_code=credit_code, path=path
    )
    Placement.objects.create(organization=organization, parent=parent, name=name, path=path, since=since)
    write(organization.address, "found", by=by, at=at, fields=["name", "kind", "parent"])
    return organization
