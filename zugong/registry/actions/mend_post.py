import datetime as dt

from zugong.door.models import Grant
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Post


def mend_post(post: Post, *, title: str, since: dt.date, ends_on: dt.date | None, reason: str, by: int | None, at: dt.datetime) -> None:
    """Correct what was written wrong of an office. Refused without a reason, with days out of order, or a day before the organization was there."""
    if not reason.strip():
        raise Refused("请写明更正的原因", "reason")
    if since < post.organization.since:
        raise Refused(f"“{post.organization.name}”从 {post.organization.since} 才有，请改任职日期", "since")
    if ends_on and ends_on <= since:
        raise Refused("任期届满日要晚于任职日期", "ends_on")
    Post.objects.filter(pk=post.pk).update(title=title, since=since, ends_on=ends_on, anchor=since.month * 100 + since.day)
    write(post.address, "mend_post", by=by, at=at, fields=["title", "since", "ends_on"], reason=reason)


def remove_post(post: Post, *, reason: str, by: int | None, at: dt.datetime) -> None:
    """Take out an office that was never held. Refused once a grant rested on it, or when it is a seat of an elected committee: those end."""
    if not reason.strip():
        raise Refused("请写明移除的原因", "reason")
    if post.committee_id or Grant.objects.filter(because=post.address).exists():
        raise Refused("这是选举产生的职务，或有授权随它，不能移除；不再担任的，请办“结束”")
    write(post.address, "remove_post", by=by, at=at, fields=["person", "role"], reason=reason)
    post.delete()
