"""What is owed: windows of time for each duty, findings with their reasons."""
