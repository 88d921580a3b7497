"""Answers for the door: what a path is called, which path a name means, which post stands behind a grant."""

from .models import Organization, Post


def path_of(text: str) -> str:
    """Path of the one open organization with this code or whole name, else ""."""
    found = Organization.objects.filter(until__isnull=True)
    paths = list(found.filter(code=text).values_list("path", flat=True)[:2]) or list(found.filter(name=text).values_list("path", flat=True)[:2])
    return paths[0] if len(paths) == 1 else ""


def names_of(paths: list[str]) -> dict[str, str]:
    """{path: name}; one query."""
    return dict(Organization.objects.filter(path__in=[path for path in paths if path]).values_list("path", "name"))


def post_behind(person: int, path: str) -> str:
    """Address of an open post of the person in the organization at a path, else ""."""
    post = Post.objects.filter(person=person, organization__path=path, until__isnull=True).order_by("id").first()
    return post.address if post else ""
