from django.db import models
from django.db.models import Q

from zugong.registry.models import Organization


class Plan(models.Model):
    """One year's plan, imported from a text."""

    title = models.CharField("标题", max_length=120)
    year = models.PositiveSmallIntegerField("年度", unique=True)
    imported_at = models.DateTimeField()
    noise = models.JSONField(default=list)

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
    """An indicator hung on a measure, with a typed target and baseline; the value is never typed."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="goals")
    indicator = models.CharField("指标", max_length=80)
    target = models.DecimalField("目标", max_digits=12, decimal_places=2)
    baseline = models.DecimalField("基数", max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "indicator"], name="goal_once"), models.CheckConstraint(condition=Q(target__gte=0), name="goal_not_negative")]
