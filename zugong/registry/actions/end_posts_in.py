import datetime as dt

from django.db.models import Q

from zugong.registry.models import Organization, Person, Post

from .end_post import end_post


def end_posts_in(person: Person, organization: Organization, *, on: dt.date, by: int | None, at: dt.datetime) -> int:
    """End the offices a person holds in a branch and its Party groups when the affiliation there ends; answers how many."""
    here = Q(organization=organization) | Q(organization__parent=organization, organization__kind="party_group")
    posts = list(Post.objects.filter(here, person=person, until__isnull=True))
    for post in posts:
        end_post(post, on=max(on, post.since), by=by, at=at)
    return len(posts)
