from django.db import models
from django.db.models import F, Q

from zugong.registry.models import Organization, Person


class Window(models.Model):
    """One period of a clock, with its days worked out: duties with the same period and due day share it. `book`: empty for the book in force, else a trial's name.

    `clock`: words.Duty.clock. `anchor`: MMDD of the holders whose own clock it is, 0 for the calendar's periods. A duty owed once has a window for each day on which it may end.
    """

    book = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=120)
    anchor = models.PositiveSmallIntegerField(default=0)
    period = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    on_time_until = models.DateField()
    closes_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "clock", "anchor", "period"], name="window_once")]
        indexes = [
            models.Index(fields=["book", "clock", "starts_on"], name="window_of_clock"),
            models.Index(fields=["book", "clock", "ends_on"], name="window_ending"),
        ]


class Evaluation(models.Model):
    """One evaluation of everything, kept with its time; a cache that may be dropped. `book`: stamp of the rules it judged by."""

    as_of = models.DateField()
    book = models.CharField(max_length=60)
    engine = models.CharField(max_length=12)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    findings = models.PositiveIntegerField(default=0)


class KeptTally(models.Model):
    """How many findings of one sort stand at or below a place of the tree: `place` is a path of `length` digits, or the shorter one of who stands above."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="tallies")
    length = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=80)
    duty = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    finding = models.CharField(max_length=16)
    number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["evaluation", "length", "place"], name="kept_tally_of_place")]


class KeptFinding(models.Model):
    """A finding that lists show: one that is missed or still open."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="kept")
    duty = models.CharField(max_length=80)
    organization = models.BigIntegerField()
    path = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    closes_on = models.DateField()
    finding = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["evaluation", "finding", "closes_on", "path", "duty"], name="kept_finding_in_order")]


class KeptValue(models.Model):
    """An indicator's value over the whole installation: part (or the plain number) and whole."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="values")
    indicator = models.CharField(max_length=80)
    part = models.BigIntegerField()
    whole = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "indicator"], name="kept_value_once")]


class Exemption(models.Model):
    """A duty lifted from one organization or person for a time, asked for with a reason and approved from above: excused, or not applicable to it.

    It holds for periods whose last day lies in [since, until); `until` empty while nobody has ended it. `person`: empty when the organization's duty is meant.
    """

    SORTS = {"excused": "批准免除", "not_applicable": "不适用"}
    STATES = {"asked": "待批准", "approved": "已批准", "refused": "未批准", "taken_back": "已撤回"}
    duty = models.CharField(max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="exemptions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="exemptions")
    sort = models.CharField("性质", max_length=16, choices=list(SORTS.items()))
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True)
    reason = models.CharField("理由", max_length=200)
    state = models.CharField(max_length=12, default="asked", choices=list(STATES.items()))
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_for = models.CharField("批复", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["duty", "organization", "state"], name="exemption_of_duty"), models.Index(fields=["state", "id"], name="exemption_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["duty", "organization"], condition=Q(state="asked", person__isnull=True), name="exemption_asked_once"),
            models.UniqueConstraint(fields=["duty", "organization", "person"], condition=Q(state="asked"), name="exemption_of_person_asked_once"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="exemption_in_order"),
        ]

    @property
    def address(self) -> str:
        return f"exemptions/{self.pk}"
