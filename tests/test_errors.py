"""The error tree and what the command line makes of it."""

from briefing import errors


def test_every_family_of_errors_has_an_exit_code_of_its_own() -> None:
    families = errors.BriefingError.__subclasses__()
    codes = {family.exit_code for family in families} | {errors.BriefingError.exit_code}
    assert len(codes) == len(families) + 1


def test_an_error_is_one_line_of_where_what_and_remedy() -> None:
    error = errors.InputError("story.txt", "is empty", "give an article")
    assert str(error) == "story.txt: is empty; give an article"
