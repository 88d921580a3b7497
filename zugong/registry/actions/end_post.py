import datetime as dt

from zugong.door.actions.end_grants import end_grants
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.registry.models import Post


def end_post(post: Post, *, on: dt.date, by: int | None, at: dt.datetime) -> None:
    """End an office on a day; the grants that rest on it end with it."""
    if on < post.since:
        raise Refused(f"结束日期不能早于任职日期 {post.since}", "on")
    Post.objects.filter(pk=post.pk).update(until=on)
    end_grants(on=on, because=post.address, by=by, at=at)
    write(post.address, "end_post", by=by, at=at, fields=["until"])
