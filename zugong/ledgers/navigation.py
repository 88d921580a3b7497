from zugong.door.navigation import Entry

ENTRIES = [Entry("台账", "archive", "ledgers:index", "ledger.read", "基础")]
