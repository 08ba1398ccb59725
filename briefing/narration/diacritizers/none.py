"""No diacritizer: the text as written, with the marks that the writer typed."""


class Unmarked:
    """Adds nothing."""

    def diacritize(self, text: str) -> str:
        """Return `text`."""
        return text

    def unusable_because(self) -> None:
        """Work everywhere."""
