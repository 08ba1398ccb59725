"""Diacritizers: plug-ins that add marks."""
