"""Who did what, and who read files about people. Append-only; addresses and verbs, never values."""
