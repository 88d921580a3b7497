"""Accounts, grants, scope, rights, the clock, methods of screens, base templates."""
