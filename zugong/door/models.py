import datetime as dt

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager):
    """Accounts are found by their login name."""

    def create_user(self, username: str, password: str | None = None, **fields):
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Someone who may sign in. `person` is the id of a registry person, if the account is one's own."""

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    person = models.BigIntegerField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    session_stamp = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True)
    objects = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name

    def get_session_auth_hash(self):
        """Raising session_stamp signs the account out everywhere."""
        return f"{super().get_session_auth_hash()}.{self.session_stamp}"

    def get_session_auth_fallback_hash(self):
        """Keys are rotated together with session_stamp, so former keys open no session."""
        return iter(())


class Grant(models.Model):
    """A role on a range of paths. `because` is the address of the post it ends with, or empty."""

    REACHES = {"self": "本人", "own": "本组织", "below": "本组织及下级", "chosen": "指定组织", "all": "全部"}
    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField("角色", max_length=40)
    reach = models.CharField("范围", max_length=8, choices=list(REACHES.items()))
    path = models.CharField(max_length=80, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    because = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(reach="all") | ~models.Q(path=""), name="grant_has_path"),
            models.CheckConstraint(condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")), name="grant_in_order"),
        ]


class Installation(models.Model):
    """Facts about this database: the row `demo` marks one that the demo made, `size` which, `building` one not finished."""

    key = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200, blank=True)


class SystemToken(models.Model):
    """By which another system is an account; only a digest of it is kept. `ends_on`: the last day on which it opens anything."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    title = models.CharField("哪个系统", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    ends_on = models.DateField("有效到哪天")
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def is_good(self, on: dt.date) -> bool:
        return self.revoked_at is None and on <= self.ends_on
