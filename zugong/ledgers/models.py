import datetime as dt

from django.db import models
from django.db.models import F, Q

from zugong.registry.models import Organization, Person, Spanned

STANDING = Q(removed_at__isnull=True)


def _code() -> models.CharField:
    return models.CharField(max_length=60, null=True)


def _person() -> models.ForeignKey:
    return models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


def _place() -> models.ForeignKey:
    return models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")


class Row(Spanned):
    """One row of a ledger, in force from `since` until the day before `until`. `fields` are told; rules, filters and order read only the typed columns.

    `name`: what the row is called; `unique_key`: the columns that may not be twice; `alone_key`: those that may stand only once on any day.
    """

    ledger = models.CharField(max_length=60)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="rows", db_index=False)
    name = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    code_1, code_2, code_3, code_4, code_5, code_6 = (_code() for _ in range(6))
    number_1, number_2, number_3, number_4, number_5, number_6 = (models.BigIntegerField(null=True) for _ in range(6))
    day_1, day_2, day_3, day_4 = (models.DateField(null=True) for _ in range(4))
    person_1, person_2 = _person(), _person()
    place_1, place_2 = _place(), _place()
    row_1, row_2 = (models.ForeignKey("self", models.PROTECT, null=True, related_name="+") for _ in range(2))
    unique_key = models.CharField(max_length=240, null=True)
    alone_key = models.CharField(max_length=240, null=True)
    entered_at = models.DateTimeField()
    entered_by = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)
    removed_for = models.CharField(max_length=200, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "ledger", "removed_at", "id"], name="row_of_organization"),
            models.Index(fields=["ledger", "removed_at", "id"], name="row_of_ledger"),
            models.Index(fields=["ledger", "code_1", "id"], name="row_code_1"),
            models.Index(fields=["ledger", "code_2", "id"], name="row_code_2"),
            models.Index(fields=["ledger", "number_1", "id"], name="row_number_1"),
            models.Index(fields=["ledger", "day_1", "id"], name="row_day_1"),
            models.Index(fields=["ledger", "name", "id"], name="row_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="row_in_order"),
            models.UniqueConstraint(fields=["ledger", "unique_key"], condition=STANDING & Q(unique_key__isnull=False), name="row_once"),
            models.UniqueConstraint(
                fields=["ledger", "alone_key"], condition=STANDING & Q(until__isnull=True, alone_key__isnull=False), name="row_open_once"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        return f"ledgers/rows/{self.pk}"

    def is_in_force(self, on: dt.date) -> bool:
        return self.removed_at is None and self.since <= on and (self.until is None or on < self.until)


class FormerRow(models.Model):
    """What a row said before it was changed, ended or removed."""

    row = models.ForeignKey(Row, models.CASCADE, related_name="former")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    replaced_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    values = models.JSONField()


class Breach(models.Model):
    """A check on its own columns that a row breaks, kept when the row is written and when the rules change; `explained`: why it was saved all the same. A check that counts other rows is asked anew each time: its line here holds only the explanation."""

    row = models.ForeignKey(Row, models.CASCADE, related_name="breaches")
    check_key = models.CharField(max_length=60)
    explained = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "check_key"], name="breach_once")]
        indexes = [models.Index(fields=["check_key", "row"], name="breach_of_check")]


class SavedView(models.Model):
    """A list as someone keeps it: filters, columns and order as the address has them."""

    account = models.BigIntegerField()
    ledger = models.CharField(max_length=60)
    title = models.CharField("名称", max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "ledger", "title"], name="saved_view_once")]
