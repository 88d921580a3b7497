from zugong.door.navigation import Entry

ENTRIES = [Entry("年度计划", "flag", "plans:index", "plan.read", "计划与任务", "/sentences/")]
