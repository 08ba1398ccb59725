"""Written form to spoken form."""

from briefing.narration.verbalize import spoken, verbalize


def test_the_pieces_tile_the_written_text() -> None:
    text = "أن 67% من الناخبين، وبـ 6 نقاط في 2024"
    pieces = verbalize(text)
    assert [piece.start for piece in pieces] == [0, *[piece.end for piece in pieces[:-1]]]
    assert pieces[-1].end == len(text)
    assert "".join(piece.spoken for piece in pieces) == spoken(text)


def test_plain_text_is_left_as_it_stands() -> None:
    text = "قال الرئيس: «لن نعود»."
    assert spoken(text) == text
