import datetime as dt

from zugong.door.refusal import Refused
from zugong.registry.models import Organization, Placement


def place_anew(organization: Organization, *, on: dt.date, **changes) -> Placement:
    """End the open placement on a day and begin the next; the same day's placement is replaced."""
    current = Placement.objects.filter(organization=organization, until__isnull=True).first()
    if not current:
        raise Refused(f"“{organization.name}”已经撤销，不能再改")
    if on < current.since:
        raise Refused(f"日期不能早于上一次变动的 {current.since}，请改日期", "on")
    following = {"organization": organization, "parent_id": current.parent_id, "name": current.name, "path": current.path} | changes
    if on == current.since:
        current.delete()
    else:
        Placement.objects.filter(pk=current.pk).update(until=on)
    return Placement.objects.create(since=on, **following)
