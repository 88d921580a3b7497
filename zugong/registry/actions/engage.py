import datetime as dt

from zugong.door.clock import SHANGHAI
from zugong.journal.actions.write import write
from zugong.registry.models import Organization, Person, Post
from zugong.registry.numbered import give

from .appoint import appoint


def engage(
    person: Person, organization: Organization, role: str, *, title: str = "", ends_on: dt.date | None = None, since: dt.date, id_number: str = "", by: int | None, at: dt.datetime
) -> Post:
    """Enter somebody who is new to the system, with the office held. Refused as appoint() does; with an identity number, unless it is sound and nobody else's."""
    if id_number:
        give(person, id_number, on=at.astimezone(SHANGHAI).date())
    person.save()
    write(person.address, "engage", by=by, at=at, fields=["name", "gender", "born_on", *(["id_number"] if id_number else [])])
    return appoint(person, organization, role, title=title, ends_on=ends_on, since=since, by=by, at=at)
