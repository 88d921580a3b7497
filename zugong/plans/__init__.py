"""What was promised: the year's plan, its sentences, and how far each has come."""
