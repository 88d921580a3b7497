"""Papers as form: official layout, templates with declared fields, exchange files. Knows no content."""
