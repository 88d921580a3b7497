from zugong.door.navigation import Entry

ENTRIES = [Entry("活动纪实", "list-details", "records:index", "record.read", "基础")]
