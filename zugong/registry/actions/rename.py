import datetime as dt

from zugong.journal.actions.write import write
from zugong.registry.initials import initials_of
from zugong.registry.models import Organization

from .place_anew import place_anew


def rename(organization: Organization, name: str, *, on: dt.date, by: int | None, at: dt.datetime) -> None:
    """Give a new name from a day on; the old one stays for earlier days."""
    place_anew(organization, on=on, name=name)
    Organization.objects.filter(pk=organization.pk).update(name=name, initials=initials_of(name))
    write(organization.address, "rename", by=by, at=at, fields=["name"])
