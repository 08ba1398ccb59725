"""Turn an Arabic news article into a spoken briefing."""

__version__ = "0.2.0"
