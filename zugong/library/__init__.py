"""Adopted editions of mechanism files: the book in force, and the library to read it."""
