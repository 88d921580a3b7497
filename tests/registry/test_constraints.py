"""What the database itself refuses, whoever writes to it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.world import FOUNDED, TODAY, district
from zugong.registry.models import Committee, Membership, Organization, Placement, Post, Transfer

pytestmark = pytest.mark.django_db


def refused_by(write) -> str:
    """The constraint that stopped a write, as far as both engines tell it: its name, or the columns it holds."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return str(refused.value).lower()


def membership(here, name: str, **changes) -> Membership:
    row = {"person": here.person(name), "organization": here.bamboo, "standing": "full", "since": TODAY, "path": here.bamboo.path}
    return Membership(**row | changes)


def test_a_person_has_at_most_one_open_membership():
    here = district()
    assert ("membership_open_once" in (said := refused_by(membership(here, "梅一").save)) or "registry_membership.person_id" in said) is True
    membership(here, "梅一", until=TODAY).save()
    assert Membership.objects.filter(person=here.person("梅一")).count() == 2


def test_a_probationary_member_has_no_vote():
    here = district()
    rows = Membership.objects.filter(person=here.person("梅七"))
    assert "membership_probationary_has_no_vote" in refused_by(lambda: rows.update(may_vote=True))


def test_no_membership_ends_before_it_began():
    here = district()
    rows = Membership.objects.filter(person=here.person("梅一"))
    assert "membership_in_order" in refused_by(lambda: rows.update(until=FOUNDED - dt.timedelta(days=1)))


def test_an_organization_has_one_secretary():
    here = district()
    second = Post(person=here.person("梅四"), organization=here.plum, role="secretary", since=TODAY)
    said = refused_by(second.save)
    assert ("post_one_secretary" in said or "registry_post.organization_id" in said) is True
    second.until = TODAY
    second.save()
    assert Post.objects.filter(organization=here.plum, role="secretary").count() == 2


def test_a_post_is_held_once_by_one_person():
    here = district()
    again = Post(person=here.person("梅三"), organization=here.plum, role="committee_member", since=TODAY)
    said = refused_by(again.save)
    assert ("post_held_once" in said or "registry_post.person_id" in said) is True


def test_an_organization_has_one_open_committee_and_one_open_placement():
    here = district()
    committee = refused_by(lambda: Committee.objects.create(organization=here.plum, since=TODAY))
    placement = refused_by(lambda: Placement.objects.create(organization=here.plum, name="梅园", path="00009", since=TODAY))
    assert ("committee_open_once" in committee or "registry_committee.organization_id" in committee) is True
    assert ("placement_open_once" in placement or "registry_placement.organization_id" in placement) is True


def test_a_credit_code_and_a_code_belong_to_one_organization_and_many_have_none():
    here = district()
    Organization.objects.filter(pk=here.plum.pk).update(credit_code="11330000MB0000000X")
    twice = refused_by(lambda: Organization.objects.filter(pk=here.far.pk).update(credit_code="11330000MB0000000X"))
    assert ("organization_credit_code_once" in twice or "registry_organization.credit_code" in twice) is True
    code = refused_by(lambda: Organization.objects.filter(pk=here.far.pk).update(code=here.plum.code))
    assert "code" in code
    assert Organization.objects.filter(credit_code="").count() == 8


def test_two_organizations_never_share_a_path_and_none_ends_on_its_first_day():
    here = district()
    path = refused_by(lambda: Organization.objects.filter(pk=here.far.pk).update(path=here.plum.path))
    assert "path" in path
    assert "organization_in_order" in refused_by(lambda: Organization.objects.filter(pk=here.far.pk).update(until=FOUNDED))


def test_a_membership_is_on_the_way_once():
    here = district()
    rows = [Transfer(membership=here.members["梅四"], origin=here.plum, target=each, sent_on=TODAY) for each in (here.bamboo, here.far)]
    rows[0].save()
    said = refused_by(rows[1].save)
    assert ("transfer_open_once" in said or "registry_transfer.membership_id" in said) is True
