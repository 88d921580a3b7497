import datetime as dt

from zugong.charter.catalogue import COMMITTEE_ROLES
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Committee, Organization, Person, Post

from .end_post import end_post


def appoint_committee(
    organization: Organization, seats: list[tuple[Person, str]], *, since: dt.date, ends_on: dt.date | None, by: int | None, at: dt.datetime
) -> Committee:
    """A new term: ends the former committee and its posts on that day. Refused: no secretary, two, or one person twice."""
    roles = [role for _, role in seats]
    if roles.count("secretary") != 1:
        raise Refused("委员会要有一名书记，且只有一名", "seats")
    if len({person.pk for person, _ in seats}) != len(seats):
        raise Refused("同一人只能担任一个职务，请检查名单", "seats")
    if not 3 <= len(seats) <= 11:
        raise Refused("委员会由 3 至 11 人组成，请增减名单；不设委员会的支部请用“任命职务”", "seats")
    if ends_on and ends_on <= since:
        raise Refused("任期届满日要晚于产生日期", "ends_on")
    if later := Committee.objects.filter(organization=organization, until__isnull=True, since__gt=since).first():
        raise Refused(f"现任委员会从 {later.since} 开始，产生日期不能更早", "since")
    for post in Post.objects.filter(organization=organization, until__isnull=True, role__in=COMMITTEE_ROLES):
        if post.since > since:
            raise Refused(f"现任职务从 {post.since} 开始，产生日期不能更早", "since")
        end_post(post, on=since, by=by, at=at)
    Committee.objects.filter(organization=organization, until__isnull=True).update(until=since)
    committee = Committee.objects.create(organization=organization, since=since, ends_on=ends_on)
    Post.objects.bulk_create([Post(person=person, organization=organization, committee=committee, role=role, since=since) for person, role in seats])
    write(organization.address, "appoint_committee", by=by, at=at, fields=["committee"])
    return committee
