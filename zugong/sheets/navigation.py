from zugong.door.navigation import Entry

ENTRIES = [Entry("表格导入导出", "table", "sheets:index", "sheet.read", "基础")]
