"""What the running house offers every file: columns, code lists and parties that need no declaring."""

CELL_KINDS = {"record": "AR", "ledger": "REG", "check": "REG", "duty": "PO", "indicator": "PLAN"}

ORGANIZATION_KINDS = {
    "department": "党委工作部门",
    "party_committee": "党委（党组）",
    "primary_committee": "基层党委（党工委）",
    "general_branch": "党总支",
    "branch": "党支部",
    "party_group": "党小组",
    "organ": "机关",
    "institution": "事业单位",
    "soe": "国有企业",
    "subdistrict": "乡镇（街道）",
    "village": "村",
    "community": "社区",
    "firm": "非公有制企业",
    "social_organization": "社会组织",
    "association": "联谊会、协会",
    "school": "学校",
    "hospital": "医院",
}
PARTY_KINDS = ("party_committee", "primary_committee", "general_branch", "branch", "party_group")
DOMAINS = {
    "village": "农村",
    "community": "社区",
    "organ": "机关",
    "institution": "事业单位",
    "soe": "国企",
    "school": "学校",
    "hospital": "医院",
    "new_organization": "两新组织",
}
STANDINGS = {"full": "正式党员", "probationary": "预备党员"}
POST_ROLES = {
    "secretary": "书记",
    "deputy_secretary": "副书记",
    "committee_member": "委员",
    "group_leader": "党小组长",
    "chief": "行政正职",
    "deputy_chief": "行政副职",
    "staff": "工作人员",
}
COMMITTEE_ROLES = ("secretary", "deputy_secretary", "committee_member")
ABSENCES = {"leave": "请假", "duty_travel": "公出", "mobile": "外出流动", "other": "其他"}
CODE_LISTS = {
    "organization_kind": ORGANIZATION_KINDS,
    "party_domain": DOMAINS,
    "membership_standing": STANDINGS,
    "post_role": POST_ROLES,
}
CODE_TITLES = {"organization_kind": "组织类型", "party_domain": "领域", "membership_standing": "党员类别", "post_role": "职务", "finding": "认定"}

# column -> (type, Chinese title)
ORGANIZATION_COLUMNS = {
    "kind": ("organization_kind", "类型"),
    "domain": ("party_domain", "领域"),
    "members": ("count", "党员数"),
    "full_members": ("count", "正式党员数"),
    "committee_members": ("count", "支委人数"),
    "groups": ("count", "党小组数"),
    "has_committee": ("yes_no", "设有委员会"),
    "has_groups": ("yes_no", "设有党小组"),
}
HOLDER_COUNTS = ("members", "full_members", "committee_members", "groups", "has_committee", "has_groups")
_AT = {"kind": ("organization_kind", "所在组织的类型")}
_TERM = {"ends_on": ("date", "任期届满日"), "until": ("date", "结束日期")}
MEMBERSHIP_COLUMNS = {"standing": ("membership_standing", "党员类别"), "may_vote": ("yes_no", "有表决权")} | _AT
POST_COLUMNS = {"role": ("post_role", "职务")} | _AT | _TERM
TERM_COLUMNS = _AT | _TERM
GROUP_SOURCES = {"organization": ORGANIZATION_COLUMNS, "membership": MEMBERSHIP_COLUMNS, "post": POST_COLUMNS, "term": TERM_COLUMNS}
SOURCE_TITLES = {"organization": "组织", "membership": "党员", "post": "任职", "term": "届次", "ledger": "台账"}
# Groups whose rows are people: what they owe, each of them owes.
PEOPLE = ("membership", "post")
RECORD_COLUMNS = {
    "on": ("date", "日期"),
    "by": ("organization", "所属组织"),
    "minutes": ("count", "时长（分钟）"),
    "expected": ("count", "应到人数"),
    "present": ("count", "实到人数"),
    "entitled": ("count", "有表决权应到人数"),
    "entitled_present": ("count", "有表决权实到人数"),
    "guests": ("count", "列席和旁听人数"),
}
# What every row of a ledger has: it is in force from `since` until the day before `until`.
LEDGER_COLUMNS = {"since": ("date", "起日"), "until": ("date", "止日"), "organization": ("organization", "所属组织"), "row": ("row", "这一行")}
FINDINGS = {"met": "正常", "late": "补办", "open": "未到期", "missed": "逾期", "excused": "已批准免除", "not_applicable": "不适用"}
DUTY_COLUMNS = {"finding": ("finding", "认定")}
ANYONE = {"by": "记录的组织", "above": "上级组织", "self": "本人", "everyone": "所有人"}
PROOFS = {"verified": "已核对原文", "secondary": "据转述核对", "unverified": "待核", "local": "本地规定"}
PERIOD_TITLES = {"month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
# A field's type -> how it is compared; what is not listed is a code list, a group of organizations or a ledger.
FAMILIES = {
    "text": "text", "long_text": "text", "phone": "text", "credit_code": "text", "count": "count", "yes_no": "yes_no", "money": "count",
    "date": "date", "month": "date", "partial_date": "date", "organization": "organization", "person": "person", "row": "row", "finding": "finding",
}  # fmt: skip
# Typed columns that hold the record fields which rules name.
SLOTS = {f"code_{n}": str for n in (1, 2, 3, 4)} | {f"number_{n}": int for n in (1, 2, 3, 4)} | {f"day_{n}": str for n in (1, 2)}
# The same for ledgers; people, organizations and other rows stand in columns of their own.
LEDGER_SLOTS = {
    **{f"code_{n}": "code" for n in range(1, 7)}, **{f"number_{n}": "number" for n in range(1, 7)}, **{f"day_{n}": "day" for n in range(1, 5)},
    **{f"person_{n}": "person" for n in (1, 2)}, **{f"place_{n}": "place" for n in (1, 2)}, **{f"row_{n}": "row" for n in (1, 2)},
}  # fmt: skip
SLOT_OF = {"count": "number", "yes_no": "number", "date": "day", "person": "person", "organization": "place", "row": "row", "code": "code"}
