import datetime as dt

from django.db import models
from django.db.models import F, Q

from zugong.registry.models import Organization, Person


class Session(models.Model):
    """One gathering, typed once; it holds a record for each kind and organization. `key` is the form's one-time key."""

    key = models.CharField(max_length=40, unique=True)
    happened_on = models.DateField("日期")
    begins = models.TimeField("开始", null=True)
    minutes = models.PositiveIntegerField("时长（分钟）", null=True)
    place = models.CharField("地点", max_length=80, blank=True)


class Record(models.Model):
    """One organization's record of one kind. `fields` are told; rules read only the typed columns."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="records")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="records", db_index=False)
    kind = models.CharField(max_length=60)
    happened_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True)
    expected = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    entitled = models.PositiveIntegerField(default=0)
    entitled_present = models.PositiveIntegerField(default=0)
    guests = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    code_1 = models.CharField(max_length=60, null=True)
    code_2 = models.CharField(max_length=60, null=True)
    code_3 = models.CharField(max_length=60, null=True)
    code_4 = models.CharField(max_length=60, null=True)
    number_1 = models.BigIntegerField(null=True)
    number_2 = models.BigIntegerField(null=True)
    number_3 = models.BigIntegerField(null=True)
    number_4 = models.BigIntegerField(null=True)
    day_1 = models.DateField(null=True)
    day_2 = models.DateField(null=True)
    filed_at = models.DateTimeField()
    filed_by = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_for = models.CharField(max_length=200, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [  # withdrawn_at stands last in each: counts of what stands then read the index alone
            models.Index(fields=["organization", "kind", "-happened_on", "-id", "withdrawn_at"], name="record_of_organization"),
            models.Index(fields=["kind", "-happened_on", "-id", "withdrawn_at"], name="record_of_kind"),
            models.Index(fields=["-happened_on", "-id", "withdrawn_at"], name="record_newest"),
            models.Index(fields=["organization", "-happened_on", "-id", "withdrawn_at"], name="record_newest_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "organization", "kind"], condition=Q(withdrawn_at__isnull=True), name="record_once_a_session"),
            models.CheckConstraint(condition=Q(present__lte=F("expected")), name="record_present_within_expected"),
            models.CheckConstraint(condition=Q(entitled__lte=F("expected")) & Q(entitled_present__lte=F("entitled")), name="record_entitled_in_order"),
        ]

    @property
    def address(self) -> str:
        return f"records/{self.pk}"


class Attendance(models.Model):
    """The roll: one row for each person expected on that day; later changes of membership leave it alone. The two keys below serve as its indexes."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="roll", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", db_index=False)
    may_vote = models.BooleanField()
    present = models.BooleanField()
    absence = models.CharField(max_length=12, blank=True)
    made_up_on = models.DateField("补上日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(made_up_on__isnull=True) | Q(present=False), name="attendance_made_up_when_absent"),
            models.CheckConstraint(condition=Q(present=True, absence="") | Q(present=False) & ~Q(absence=""), name="attendance_absent_with_code"),
        ]
        indexes = [
            models.Index(fields=["person", "record"], name="attendance_of_person"),
            models.Index(fields=["made_up_on"], name="attendance_made_up", condition=Q(made_up_on__isnull=False)),
        ]


class FormerVersion(models.Model):
    """What a record said before a correction: its values and its roll."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="former")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    replaced_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    values = models.JSONField()


class CheckIn(models.Model):
    """A gathering at which people say themselves that they are there. It files nothing; `key` is the one-time key of the sheet that will."""

    key = models.CharField(max_length=40, unique=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="check_ins")
    happens_on = models.DateField("日期")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=6, unique=True)
    secret = models.CharField(max_length=64)
    opened_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="check_in_in_order")]
        indexes = [models.Index(fields=["happens_on"], name="check_in_day")]

    @property
    def address(self) -> str:
        return f"check-ins/{self.pk}"

    def is_open(self, at: dt.datetime) -> bool:
        return self.closed_at is None and self.opens_at <= at < self.closes_at


class CheckInPart(models.Model):
    """A kind by an organization that the gathering is of."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="parts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "organization", "kind"], name="check_in_part_once")]


class CheckInMark(models.Model):
    """Someone is there, by their own word or the recorder's; kept only as long as the check-in."""

    WAYS = {"qr": "扫码", "code": "输码", "by_recorder": "代签"}
    REASONS = {"no_phone": "没带手机", "no_account": "没有账号", "no_signal": "手机或网络不通", "forgot": "到会时没顾上签", "other": "其他"}
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="marks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=list(WAYS.items()))
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=12, blank=True, choices=list(REASONS.items()))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "person"], name="check_in_mark_once"),
            models.CheckConstraint(condition=Q(way="by_recorder") & ~Q(reason="") | ~Q(way="by_recorder") & Q(reason=""), name="check_in_mark_for_another_with_reason"),
        ]


class WrongCode(models.Model):
    """A typed code that no check-in has; counted for a quarter of an hour, so that codes cannot be guessed."""

    account = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="wrong_code_of_account")]
