"""What happened: sessions, their records, and the roll of the day."""
