"""To whom an account belongs: what a word's readers narrow, they narrow against this."""

from django.http import HttpRequest


def own_paths(request: HttpRequest) -> list[str]:
    """Paths of the organizations that the account belongs to, not of those above them."""
    return [grant.path for grant in request.grants if grant.reach != "all" and grant.path]
