from zugong.door.navigation import Entry

ENTRIES = [Entry("制度库", "book-2", "library:index", "library.read", "计划与任务")]
