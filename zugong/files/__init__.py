"""Bytes that people gave: what they are, whether they are taken, where they lie. The room knows no scope: whoever serves a file asks first."""
