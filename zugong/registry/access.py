"""What of the registry one may open: always through the scope of a right."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from .models import Membership, Organization, Person, Post, Transfer
from .queries import person_in


def organization_or_404(request: HttpRequest, pk: int, right: str, *, alone: bool = False) -> Organization:
    """An organization inside the right's scope, with its parent and unit unless it is wanted alone."""
    found = Organization.objects.filter(request.scope(right).condition("path"))
    return get_object_or_404(found if alone else found.select_related("parent", "unit"), pk=pk)


def membership_or_404(request: HttpRequest, pk: int, right: str = "person.change") -> Membership:
    """An open membership inside the right's scope."""
    found = Membership.objects.filter(request.scope(right).condition("path"), until__isnull=True)
    return get_object_or_404(found.select_related("person", "organization", "group"), pk=pk)


def post_or_404(request: HttpRequest, pk: int, right: str = "organization.change") -> Post:
    """An open post inside the right's scope."""
    found = Post.objects.filter(request.scope(right).condition("organization__path"), until__isnull=True)
    return get_object_or_404(found.select_related("person", "organization"), pk=pk)


def transfer_or_404(request: HttpRequest, pk: int, right: str = "person.change") -> Transfer:
    """A transfer whose target is inside the right's scope: only that side receives or returns."""
    found = Transfer.objects.filter(request.scope(right).condition("target__path"), state="sent")
    return get_object_or_404(found.select_related("membership__person", "origin", "target"), pk=pk)


def person_or_404(request: HttpRequest, pk: int, right: str = "person.read") -> Person:
    """A person inside the right's scope today; anyone else is nobody."""
    if person := person_in(request.scope(right), pk, request.today):
        return person
    raise Http404
