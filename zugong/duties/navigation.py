from zugong.door.navigation import Entry

ENTRIES = [Entry("应做事项", "checklist", "duties:overview", "duty.read", "计划与任务", "/duties/")]
