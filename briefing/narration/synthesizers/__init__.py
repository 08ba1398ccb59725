"""Synthesizers: plug-ins that turn text into sound."""
