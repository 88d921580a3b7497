import datetime as dt

from zugong.door.clock import SHANGHAI
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Membership, Organization, Person
from zugong.registry.numbered import give

from .mend_membership import check_party_dates


def take_in(
    person: Person, organization: Organization, standing: str, *, since: dt.date, joined_on: dt.date | None = None, converted_on: dt.date | None = None, group: Organization | None = None, id_number: str = "", by: int | None, at: dt.datetime
) -> Membership:
    """Enter a member from outside the system. Refused: not a branch, not yet founded, member elsewhere, half-known person; with the identity number of a new person, no sound one or held by another."""
    if organization.kind != "branch":
        raise Refused("党员的组织关系要落在党支部", "organization")
    if since < organization.since or (organization.until and since >= organization.until):
        raise Refused(f"支部从 {organization.since} 开始存在，日期请改到这段时间以内", "since")
    check_party_dates(standing, joined_on, converted_on)
    if person.pk and Membership.objects.filter(person=person, until__isnull=True).exists():
        raise Refused("此人的组织关系在别的支部，请由那个支部转出", "name")
    if person.pk is None:
        if id_number:
            give(person, id_number, on=at.astimezone(SHANGHAI).date())
        person.save()
    membership = Membership.objects.create(
        person=person, organization=organization, group=group, standing=standing, may_vote=standing == "full", joined_on=joined_on, converted_on=converted_on, since=since, path=organization.path
    )
    write(person.address, "take_in", by=by, at=at, fields=["organization", "standing", *(["id_number"] if id_number else [])])
    return membership
