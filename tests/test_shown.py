"""What is shown has no secret in it, and nothing that a terminal would obey."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import shown
from briefing.errors import BriefingError, NetworkError

SECRET = "S3CR3T"  # noqa: S105 - what must never be seen
ESCAPE = "\x1b"
# The signs that end a site, a user or a query, and those that a message puts around an address.
SIGNS = "/?#@:%&=;+.,-_~!$'()*[]"

ADDRESSES = {
    "sftp://desk:S3CR3T@host.example/news": "sftp://***@host.example/news",
    "sftp://S3CR3T@host.example/news": "sftp://***@host.example/news",
    "ftp://desk:S3CR3T/with@sign@host.example/": "ftp://***@host.example/",
    "ftp://desk:S3CR3T#with?sign@host.example/": "ftp://***@host.example/",
    "https://desk:S3CR3T": "https://desk:***",
    "s3://AKIA:S3CR3T/+x@bucket/news": "s3://***@bucket/news",
    "1ftp://desk:S3CR3T@host/": "1ftp://***@host/",
    "simplecache::sftp://desk:S3CR3T@host/x": "simplecache::sftp://***@host/x",
    "https://host.example/a?token=S3CR3T&id=12": "https://host.example/a?token=***&id=12",
    "https://host.example/a?X-Amz-Signature=S3CR3T&X-Amz-Expires=60": (
        "https://host.example/a?X-Amz-Signature=***&X-Amz-Expires=***"
    ),
    "https://host.example/a?S3CR3T": "https://host.example/a?***",
    "https://host.example/a?k=S3CR3T": "https://host.example/a?k=***",
    "https://host.example/a?pin=1234": "https://host.example/a?pin=***",
    "https://host.example/a#access_token=S3CR3T": "https://host.example/a#access_token=***",
    "https://host.example/a;jsessionid=S3CR3T?p=1": "https://host.example/a;jsessionid=***?p=1",
    "http://localhost:8000/feed.xml": "http://localhost:8000/feed.xml",
    "http://[::1]:8000/a?p=3": "http://[::1]:8000/a?p=3",
    "https://social.example:8443/@desk/12": "https://social.example:8443/@desk/12",
    "https://news.example/خبر#t=10": "https://news.example/خبر#t=10",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_shown_without_its_secrets_and_still_known(address: str) -> None:
    assert shown.line(address) == ADDRESSES[address]
    assert shown.line(shown.line(address)) == shown.line(address)


@given(
    scheme=st.sampled_from(["ftp", "sftp", "https", "s3"]),
    user=st.text("abc123", min_size=1),
    before=st.text(SIGNS + "ab1"),
    behind=st.text(SIGNS + "ab1"),
    around=st.sampled_from(["{}", "refused by {}", "'{}'", "({}) and more", "see {}, then"]),
)
def test_no_password_is_ever_shown_whatever_signs_are_in_it(
    scheme: str, user: str, before: str, behind: str, around: str
) -> None:
    address = f"{scheme}://{user}:{before}{SECRET}{behind}@host.example/news"
    assert SECRET not in shown.line(around.format(address))


@pytest.mark.parametrize(
    "message",
    [
        "the proxy asks: Proxy-Authorization: Basic S3CR3T",
        "sent {'Authorization': 'AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders=host, Signature=S3CR3T'}",
        "header Authorization=Bearer S3CR3T failed",
        "connect(host='x', password='S3CR3T')",
        "aws_secret_access_key = S3CR3T",
        "Set-Cookie: id=S3CR3T; Path=/",
        "Cannot connect to proxy http://desk:S3CR3T@proxy.example:3128",
        "leads to '//desk:S3CR3T@host/'",
        "a bearer S3CR3TS3CR3T was refused",
    ],
)
def test_what_libraries_tell_of_headers_and_settings_is_hidden(message: str) -> None:
    assert SECRET not in shown.line(message)
    assert shown.HIDDEN in shown.line(message)


def test_the_punctuation_behind_an_address_is_the_sentences() -> None:
    assert shown.line("https://h/a?p=12: is no page (see 'https://h/b?t=x').") == (
        "https://h/a?p=12: is no page (see 'https://h/b?t=***')."
    )


def test_an_error_hides_secrets_in_each_of_its_parts() -> None:
    address = f"sftp://desk:{SECRET} typed wrong@host/x"
    error = NetworkError(address, f"refuses: no route to https://h/?sig={SECRET}", f"try ftp://u:{SECRET}@h")
    assert SECRET not in f"{error} {error.where} {error.what} {error.remedy} {error.args} {error!r}"
    assert str(error).startswith("sftp://***@host/x: refuses: no route to ")


def test_a_link_for_listeners_still_leads_there_and_opens_nothing() -> None:
    assert shown.link("https://u:p@h/a?id=abc&token=xyz&p=3#part") == "https://h/a?id=abc&p=3#part"
    assert shown.link("https://h/a?title=the-government-plans-2024") == "https://h/a?title=the-government-plans-2024"
    assert shown.link("https://h/a?k=0123456789abcdef01234567#access_token=x") == "https://h/a"
    assert shown.link("https://h/خبر") == "https://h/خبر"


@given(st.text())
def test_nothing_that_a_terminal_obeys_or_that_turns_a_line_is_left(text: str) -> None:
    for fit in (shown.line(text), shown.escaped(text)):
        assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in fit)
        assert not any(unicodedata.bidirectional(sign) in BIDI for sign in fit)
    assert all(sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"} for sign in shown.lines(text))


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_controls_are_spelled_out_and_arabic_stays() -> None:
    assert shown.line(f"a{ESCAPE}[31m\u202eb\x9bc\U000e0041") == r"a\x1b[31m\u202eb\x9bc\U000e0041"
    assert shown.line("أولاً\nثانياً") == "أولاً ثانياً"
    assert shown.lines("أولاً\n\tثانياً\r") == "أولاً\n\tثانياً\\x0d"
    kept = "می\N{ZERO WIDTH NON-JOINER}خواهم \N{RIGHT-TO-LEFT MARK}(1)"
    assert shown.line(kept) == kept


@given(st.text())
def test_json_is_escaped_without_changing_a_value(text: str) -> None:
    document = shown.escaped_json(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {"text": text}
    assert not set(document) & {ESCAPE, "\x7f", "\x9b", "\u202e", "\u2066"}


@pytest.mark.parametrize("text", ["a" * 200_000, "https://h/?q=" + "a" * 200_000, "//" * 100_000, "a:" * 100_000])
def test_a_long_text_is_looked_through_once(text: str) -> None:
    """It would take minutes if it were looked through from each of its letters."""
    assert len(shown.line(text)) <= len(text)
    assert len(shown.link(f"https://h/?{text}")) <= len(text) + len("https://h/?")


def test_an_error_of_several_lines_is_one_line() -> None:
    assert str(BriefingError("a\nb", f"c\r\n{ESCAPE}]0;d\a", "")) == r"a b: c \x1b]0;d\x07"


@pytest.mark.parametrize("value", ["abc", "abc123def456ghi789jkl0", "a:b:c"])
def test_what_stands_behind_a_secret_stays(value: str) -> None:
    line = str(BriefingError(f"s3://bucket/x?token={value}", "needs a driver", "install it"))
    assert line == shown.line(line) == "s3://bucket/x?token=***: needs a driver; install it"
