from zugong.door.navigation import Entry

ENTRIES = [
    Entry("应做事项", "checklist", "duties:overview", "duty.read", "计划与任务", "/duties/"),
    Entry("免除和不适用", "ban", "duties:exemptions", "duty.read", "计划与任务"),
    Entry("工作日", "calendar", "duties:days", "calendar.change", "管理"),
]
