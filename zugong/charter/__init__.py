"""The language of mechanisms: reading, linking and saying aloud. Pure Python, no Django."""
