"""A whole installation as one file: written out while others write, read back on either engine."""
