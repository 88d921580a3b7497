"""Days and periods: calendar days in Asia/Shanghai, half-open spans."""
