from decimal import Decimal

from django.db import models
from django.db.models import Q

from zugong.registry.models import Organization

from .progress import Progress


class Plan(models.Model):
    """A plan of one year, imported from a text; a year may have several, told apart by their titles."""

    title = models.CharField("标题", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    imported_at = models.DateTimeField()
    noise = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "title"], name="plan_once")]

    @property
    def address(self) -> str:
        return f"plans/{self.pk}"


class Sentence(models.Model):
    """A part, item or measure of a plan, or a sentence of its preamble, in the order of the text."""

    SORTS = {"preamble": "前言", "part": "部分", "item": "条目", "measure": "举措"}
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sentences")
    sort = models.CharField(max_length=10, choices=list(SORTS.items()))
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveIntegerField()
    lead = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位")
    cooperating = models.ManyToManyField(Organization, related_name="+", verbose_name="配合单位")
    due_on = models.DateField("完成时限", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="sentence_position_once")]

    @property
    def address(self) -> str:
        return f"sentences/{self.pk}"


class Match(models.Model):
    """A sentence names a mechanism: found by its aliases, then confirmed or refused by a person."""

    STATES = {"found": "系统匹配", "confirmed": "已确认", "refused": "已否定"}
    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="matches")
    mechanism = models.CharField(max_length=80)
    words = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="found", choices=list(STATES.items()))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "mechanism"], name="match_once")]


class Goal(models.Model):
    """An indicator hung on a measure, with a typed target; the value is never typed. `agreed` is the target at the day of the baseline."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="goals")
    indicator = models.CharField("指标", max_length=80)
    target = models.DecimalField("目标", max_digits=12, decimal_places=2)
    baseline = models.DecimalField("基数", max_digits=12, decimal_places=2, null=True, blank=True)
    agreed = models.DecimalField("商定的目标", max_digits=12, decimal_places=2, null=True)
    baseline_on = models.DateField("基数取自", null=True)
    baseline_at = models.DateTimeField(null=True)
    baseline_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "indicator"], name="goal_once"), models.CheckConstraint(condition=Q(target__gte=0), name="goal_not_negative")]


class Frozen(models.Model):
    """One goal's figure of one month as it was known when the month was frozen. Rows are only added; each stands for itself when its goal, sentence or indicator is gone."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="frozen")
    month = models.PositiveSmallIntegerField("月份")
    measure = models.CharField(max_length=40)
    indicator = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    part_text = models.TextField()
    text = models.TextField()
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=20)
    part = models.BigIntegerField(null=True)
    whole = models.BigIntegerField(null=True)
    target = models.DecimalField(max_digits=12, decimal_places=2)
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    elapsed = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    as_of = models.DateField()
    definition = models.TextField()
    edition_since = models.DateField(null=True)
    adopted = models.CharField(max_length=40)
    frozen_at = models.DateTimeField()
    frozen_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "month", "measure", "indicator"], name="frozen_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="frozen_month_of_a_year"),
        ]

    @property
    def progress(self) -> Progress:
        """The arithmetic over the figure as it was frozen."""
        return Progress(0 if self.part is None else self.part, 0 if self.part is None else self.whole, Decimal(self.target), self.elapsed, self.state == "missed")
