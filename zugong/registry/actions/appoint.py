import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Organization, Person, Post


def appoint(person: Person, organization: Organization, role: str, *, title: str = "", ends_on: dt.date | None = None, since: dt.date, by: int | None, at: dt.datetime) -> Post:
    """Give one person an office outside a committee's election; `ends_on`: when its term is due to end. Refused while the single seat is taken."""
    if since < organization.since:
        raise Refused(f"“{organization.name}”从 {organization.since} 才有，请改任职日期或组织", "since")
    if organization.until and since >= organization.until:
        raise Refused(f"“{organization.name}”已在 {organization.until} 撤销，请改任职日期或组织", "since")
    if ends_on and ends_on <= since:
        raise Refused("任期届满日要晚于任职日期", "ends_on")
    if role == "secretary" and Post.objects.filter(organization=organization, role=role, until__isnull=True).exists():
        raise Refused("现在已有书记，请先结束现任职务", "role")
    if Post.objects.filter(organization=organization, person=person, role=role, until__isnull=True).exists():
        raise Refused("此人已经担任这个职务", "person")
    post = Post.objects.create(person=person, organization=organization, role=role, title=title, ends_on=ends_on, since=since)
    write(post.address, "appoint", by=by, at=at, fields=["person", "role"])
    return post
