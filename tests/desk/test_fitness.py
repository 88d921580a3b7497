"""What must be right before anybody is served."""

import pytest

from zugong.desk.commands.fitness import unfit
from zugong.door.models import Installation

pytestmark = pytest.mark.django_db
GOOD = {"SECRET_KEY": "kJ3_vB9-qLw7ZxT2mNcR5yHd8sGf1PaUeXoWiKtQzYbV6rM40jClE", "ALLOWED_HOSTS": ["zugong.example", "127.0.0.1"], "SECURE": True, "DEBUG": False}
LOCAL = {"ALLOWED_HOSTS": ["127.0.0.1", "localhost", "testserver"], "SECURE": False}


@pytest.mark.parametrize(
    ("host", "changed", "said"),
    [
        ("127.0.0.1", {}, []),
        ("0.0.0.0", {}, []),
        ("127.0.0.1", LOCAL, []),
        ("127.0.0.1", LOCAL | {"DEBUG": True}, []),
        ("127.0.0.1", {"SECRET_KEY": "short"}, ["密钥"]),
        ("127.0.0.1", {"SECRET_KEY": "ab" * 40}, ["密钥"]),
        ("127.0.0.1", {"SECRET_KEY": "only for tests and for a first start before ./run setup made the keys"}, ["密钥"]),
        ("127.0.0.1", {"ALLOWED_HOSTS": ["zugong.example", "*"]}, ["不能写 *"]),
        ("127.0.0.1", {"DEBUG": True}, ["ZUGONG_DEBUG"]),
        ("0.0.0.0", LOCAL | {"DEBUG": True}, ["ZUGONG_DEBUG", "ZUGONG_HTTPS=1"]),
        ("127.0.0.1", {"SECURE": False}, ["ZUGONG_HTTPS=1"]),
        ("::", LOCAL, ["ZUGONG_HTTPS=1"]),
    ],
)
def test_each_reason_is_said_with_what_to_do(settings, host, changed, said):
    for key, value in (GOOD | changed).items():
        setattr(settings, key, value)
    reasons = unfit(host)
    assert [word in reason for word, reason in zip(said, reasons, strict=True)] == [True] * len(said)


@pytest.mark.parametrize(("changed", "number"), [(LOCAL, 0), ({}, 1)], ids=["local", "for others"])
def test_a_demo_is_for_this_machine_only(settings, changed, number):
    Installation.objects.create(key="demo", value="2026-11-23")
    for key, value in (GOOD | changed).items():
        setattr(settings, key, value)
    assert len(unfit("127.0.0.1")) == number
