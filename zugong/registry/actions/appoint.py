import datetime as dt

from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Organization, Person, Post


def appoint(person: Person, organization: Organization, role: str, *, title: str = "", since: dt.date, by: int | None, at: dt.datetime) -> Post:
    """Give one person an office outside a committee's election. Refused while the single seat is taken."""
    if role == "secretary" and Post.objects.filter(organization=organization, role=role, until__isnull=True).exists():
        raise Refused("现在已有书记，请先结束现任职务", "role")
    if Post.objects.filter(organization=organization, person=person, role=role, until__isnull=True).exists():
        raise Refused("此人已经担任这个职务", "person")
    post = Post.objects.create(person=person, organization=organization, role=role, title=title, since=since)
    write(post.address, "appoint", by=by, at=at, fields=["person", "role"])
    return post
