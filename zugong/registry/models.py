from django.db import models
from django.db.models import F, Q

from zugong.charter import catalogue
from zugong.door.refusal import Refused
from zugong.door.sealed import SealedText, opened

from .id_numbers import PURPOSE, masked
from .initials import InitialsField
from .month_day import MonthDay

OPEN = Q(until__isnull=True)
STEP = 5  # digits of the path for each level of the tree


def _choices(values: dict[str, str]) -> list[tuple[str, str]]:
    return list(values.items())


class Spanned(models.Model):
    """`since` included, `until` excluded; open while `until` is empty."""

    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        abstract = True


class Clocked(Spanned):
    """A span whose month and day of beginning may wind a clock of its own."""

    anchor = MonthDay()

    class Meta:
        abstract = True


class Organization(Clocked):
    """Anything with a place in the tree. `path` is today's; Placement keeps former ones."""

    code = models.CharField("组织代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80)
    initials = InitialsField(max_length=80)
    kind = models.CharField("类型", max_length=24, choices=_choices(catalogue.ORGANIZATION_KINDS))
    domain = models.CharField("领域", max_length=24, blank=True, choices=_choices(catalogue.DOMAINS))
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级")
    unit = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="party_organizations", verbose_name="设在单位")
    path = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "path"], name="organization_kind_path"), models.Index(fields=["name"], name="organization_name"), models.Index(fields=["initials"], name="organization_initials"), models.Index(fields=["parent", "path"], name="organization_children")]
        constraints = [
            models.UniqueConstraint(fields=["credit_code"], condition=~Q(credit_code=""), name="organization_credit_code_once"),
            models.CheckConstraint(condition=OPEN | Q(until__gt=F("since")), name="organization_in_order"),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        return f"organizations/{self.pk}"

    @property
    def is_party(self) -> bool:
        return self.kind in catalogue.PARTY_KINDS


class Placement(Spanned):
    """Name and place in the tree over a span; one open row for each organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    path = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], condition=OPEN, name="placement_open_once")]


class Person(models.Model):
    """A natural person. The identity number lies sealed and is shown masked; no belief, no health, no kin."""

    GENDERS = {"male": "男", "female": "女"}
    name = models.CharField("姓名", max_length=60, db_index=True)
    initials = InitialsField(max_length=60, of_person=True)
    gender = models.CharField("性别", max_length=6, choices=_choices(GENDERS), blank=True)
    born_on = models.DateField("出生年月", null=True, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    id_number = SealedText("身份证号码", purpose=PURPOSE, found_by="id_number_index")
    id_number_index = models.CharField(max_length=43, null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["initials"], name="person_initials")]
        constraints = [models.UniqueConstraint(fields=["id_number_index"], name="person_id_number_once")]

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        return f"people/{self.pk}"

    @property
    def masked_id_number(self) -> str:
        """The mask, "" when there is none, or that it cannot be opened: pages go on without the key."""
        try:
            return masked(opened(self.id_number, PURPOSE)) if self.id_number else ""
        except Refused:
            return "已登记，暂时打不开（密钥不在），请联系系统管理员"

    @property
    def masked_phone(self) -> str:
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 7 else self.phone


class Membership(Clocked):
    """A Party member's affiliation; at most one is open for a person. `path` repeats the organization's."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="group_memberships")
    standing = models.CharField("党员类别", max_length=12, choices=_choices(catalogue.STANDINGS))
    may_vote = models.BooleanField("有表决权", default=True)
    joined_on = models.DateField("入党日期", null=True, blank=True)
    converted_on = models.DateField("转正日期", null=True, blank=True)
    path = models.CharField(max_length=80)
    ended_for = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["path", "id"], name="membership_path")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=OPEN, name="membership_open_once"),
            models.CheckConstraint(condition=OPEN | Q(until__gte=F("since")), name="membership_in_order"),
            models.CheckConstraint(condition=Q(standing="full") | Q(may_vote=False), name="membership_probationary_has_no_vote"),
        ]


class Committee(Clocked):
    """A committee over one term; `ends_on` is the day its term is due to end."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="committees")
    ends_on = models.DateField("任期届满日", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], condition=OPEN, name="committee_open_once")]


class Post(Clocked):
    """A person's office in an organization; with a committee when it is a seat on it. `ends_on`: the day a term of office is due to end."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, related_name="posts")
    role = models.CharField("职务", max_length=20, choices=_choices(catalogue.POST_ROLES))
    title = models.CharField("职务名称", max_length=60, blank=True)
    ends_on = models.DateField("任期届满日", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], condition=OPEN & Q(role="secretary"), name="post_one_secretary"),
            models.UniqueConstraint(fields=["organization", "person", "role"], condition=OPEN, name="post_held_once"),
        ]

    @property
    def address(self) -> str:
        return f"posts/{self.pk}"


class Transfer(models.Model):
    """A member on the way from one organization to another; both sides see it."""

    STATES = {"sent": "待接收", "received": "已接收", "sent_back": "已退回"}
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="transfers")
    origin = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    target = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    sent_on = models.DateField("转出日期")
    closed_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="sent", choices=_choices(STATES))
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership"], condition=Q(state="sent"), name="transfer_open_once")]
        indexes = [models.Index(fields=["state", "target"], name="transfer_target"), models.Index(fields=["state", "origin"], name="transfer_origin")]
