import datetime as dt

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from zugong.door.actions.move_grants import move_grants
from zugong.door.refusal import Refused
from zugong.door.scope import path_end
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Organization

from .found import next_path
from .place_anew import place_anew


def move(organization: Organization, parent: Organization, *, on: dt.date, by: int | None, at: dt.datetime) -> None:
    """Put an organization with all below it under another parent from a day on; grants and memberships follow."""
    if parent.path.startswith(organization.path):
        raise Refused("不能把组织移到自己或自己的下级之下，请另选上级", "parent")
    if organization.until:
        raise Refused("这个组织已经撤销")
    if parent.since > on or (parent.until and parent.until <= on):
        raise Refused(f"“{parent.name}”在 {on} 还没有成立或已经撤销，请改日期或另选上级", "parent")
    if organization.kind == "party_group" and parent.kind != "branch":
        raise Refused("党小组只能放在党支部下面，请另选上级", "parent")
    if organization.kind == "party_group" and parent.pk != organization.parent_id and Membership.objects.filter(group=organization, until__isnull=True).exists():
        raise Refused("党小组里还有党员，请先把他们编到别的党小组", "parent")
    old, new = organization.path, next_path(parent)
    below = list(Organization.objects.filter(path__gte=old, path__lt=path_end(old)).order_by("path"))
    for each in [each for each in below if not each.until]:
        changes = {"path": new + each.path[len(old) :]} | ({"parent_id": parent.pk} if each.pk == organization.pk else {})
        place_anew(each, on=max(on, each.since), **changes)
    rewritten = Concat(Value(new), Substr("path", len(old) + 1))
    Organization.objects.filter(path__gte=old, path__lt=path_end(old)).update(path=rewritten)
    Organization.objects.filter(pk=organization.pk).update(parent=parent)
    Membership.objects.filter(path__gte=old, path__lt=path_end(old)).update(path=rewritten)
    move_grants(old, new)
    write(organization.address, "move", by=by, at=at, fields=["parent"])
