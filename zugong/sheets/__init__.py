"""Tables that come and go: reading a workbook, its columns, what is wrong in it, and writing one. Knows no content."""
