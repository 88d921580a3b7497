"""Mechanisms of these tests: sites and keepers of branches, agreements between organizations, a list that people join of their own will."""

KEPT = """
title   = "阵地"
owner   = "grassroots_office"
since   = 2020-01-01
checked = 2026-11-01

[[codes]]
key    = "site_state"
title  = "使用情况"
values = { open = "开放", closed = "关闭" }

[[ledger]]
key     = "test_site"
title   = "阵地台账"
one     = "阵地"
of      = "branch"
unique  = ["number"]
seen_by = ["by", "above"]
keep    = "2 years after until, then delete"

[ledger.fields]
name     = "text 名称"
number   = "text 编号"
state    = "site_state 使用情况"
area     = "count 面积"
seats    = "count? 座位"
opened   = "partial_date? 启用时间"
rent     = "money? 年租金"
keeper   = "person? 管理人"
owner    = "organization? 产权单位"
phone    = "phone? 电话"
ends_on  = "date? 租期到"

[ledger.sums]
size = { title = "面积和座位", adds = ["area", "seats"] }

[[ledger]]
key     = "test_key"
title   = "钥匙台账"
one     = "钥匙"
of      = "branch"
one_at_a_time = ["site"]
seen_by = ["by"]
keep    = "1 year after since, then seal"

[ledger.fields]
label = "text 标签"
site  = "test_site 阵地"

[[ledger]]
key     = "test_choir"
title   = "合唱队"
one     = "队员"
of      = "branch"
seen_by = ["by"]
keep    = "permanent"
opt_in  = "我自愿参加合唱队"

[ledger.fields]
singer = "person 队员"

[[ledger]]
key     = "test_quota"
title   = "名额"
of      = "branch"
kept_by = "above"
one_at_a_time = ["organization"]
seen_by = ["everyone"]
keep    = "permanent"
fields  = { document = "text 文号", most = "count 名额" }

[[ledger]]
key     = "test_contact"
title   = "联系人"
of      = "branch"
seen_by = ["by", "above"]
keep    = "permanent"
fields  = { person = { type = "text", title = "联系人", mask = "middle" }, room = "text? 房间" }

[[check]]
key       = "seats_within_area"
title     = "座位不多于面积"
basis     = "local"
each      = "test_site"
where     = { state = "open" }
must      = { seats = "<= area" }
otherwise = "warn"

[[check]]
key       = "three_years_of_rent"
title     = "租期至少三年"
basis     = "local"
each      = "test_site"
must      = { ends_on = ">= 3 years after opened" }
otherwise = "block"

[[check]]
key       = "keys_within_quota"
title     = "钥匙不超过名额"
basis     = "local"
each      = "test_quota"
expects   = { count = "test_key", where = { organization = "own organization" }, at_most = "own most" }
otherwise = "block"

[[duty]]
key   = "lease_decided"
title = "租期届满前处理"
basis = "local"
who   = "test_site"
once  = "ends_on"
opens = "90 days before"
must  = { until = "given" }

[[duty]]
key     = "site_in_each_branch"
title   = "每个支部有阵地"
basis   = "local"
who     = "branch"
every   = "year"
expects = { count = "test_site", where = { state = "open" }, at_least = 1 }

[[indicator]]
key   = "sites_open"
title = "开放的阵地"
unit  = "个"
value = { count = "test_site", where = { state = "open" } }

[[indicator]]
key   = "area_open"
title = "开放面积"
unit  = "平方米"
value = { sum = "area", of = "test_site", where = { state = "open" } }

[[indicator]]
key   = "sites_opened"
title = "新启用的阵地"
unit  = "个"
value = { count = "test_site", dated = "opened" }
"""
