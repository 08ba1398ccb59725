"""Destinations that are real servers on this machine, and that refuse in every way: one line, and no password in it."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import paramiko
import pytest
import s3fs
from click.testing import CliRunner
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

from briefing import cli, places
from briefing.errors import BriefingError, InputError, NetworkError, UsageError
from briefing.publishing import upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASSWORD = "S3CR3T-of-the-desk"  # noqa: S105 - what must never be seen
ESCAPE = "\x1b"

# fsspec's driver complains in its destructor of a connection that never came about; the command line hushes it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    (folder / "one").mkdir(parents=True)
    (folder / "feed.xml").write_text("<rss/>", encoding="utf-8")
    (folder / "one" / "briefing.mp3").write_bytes(b"sound")
    (folder / "one" / "episode.json").write_text('{"version": 1, "guid": "g", "title": "t"}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run an FTP server where `desk` may write and `reader` may not; give its address and its folder."""
    room = tmp_path_factory.mktemp("ftp")
    authorizer = DummyAuthorizer()
    authorizer.add_user("desk", PASSWORD, str(room), perm="elradfmwMT")
    authorizer.add_user("reader", PASSWORD, str(room), perm="elr")
    handler = type("Handler", (FTPHandler,), {"authorizer": authorizer, "auth_failed_timeout": 0})
    server = ThreadedFTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.1})
    thread.start()
    yield f"127.0.0.1:{server.address[1]}", room
    server.close_all()
    thread.join()


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Answer every call in the same way; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:

        def serve() -> None:
            while True:
                try:
                    call, _ = taken.accept()
                except OSError:
                    return
                with call:
                    answer(call)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{taken.getsockname()[1]}"
        taken.shutdown(socket.SHUT_RDWR)
        thread.join()


def refused(folder: Path, destination: str) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        list(upload.publish(folder, destination))
    told = f"{caught.value} {caught.value!r}"
    assert PASSWORD not in told
    assert ESCAPE not in told
    assert "\n" not in str(caught.value)
    assert caught.value.where.startswith(f"{destination.partition(':')[0]}://***@127.0.0.1:")
    return caught.value


def test_a_copy_over_ftp_arrives_and_is_not_sent_twice(output: Path, ftp: tuple[str, Path]) -> None:
    server, room = ftp
    destination = f"ftp://desk:{PASSWORD}@{server}/news"
    assert list(upload.publish(output, destination)) == ["one/briefing.mp3", "one/episode.json", "feed.xml"]
    assert (room / "news" / "one" / "briefing.mp3").read_bytes() == b"sound"
    assert list(upload.publish(output, destination)) == []


def test_a_wrong_ftp_password_is_one_line(output: Path, ftp: tuple[str, Path]) -> None:
    server, _ = ftp
    assert "530" in refused(output, f"ftp://desk:{PASSWORD}-mistyped@{server}/news").what


def test_an_ftp_folder_that_may_only_be_read_is_one_line(output: Path, ftp: tuple[str, Path]) -> None:
    server, room = ftp
    assert "550" in refused(output, f"ftp://reader:{PASSWORD}@{server}/elsewhere").what
    assert not (room / "elsewhere").exists()


class Desk(paramiko.ServerInterface):
    """Lets in who knows the password."""

    def check_auth_password(self, username: str, password: str) -> int:
        del username
        return paramiko.AUTH_SUCCESSFUL if password == PASSWORD else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        del kind, chanid
        return paramiko.OPEN_SUCCEEDED


class Disk(paramiko.SFTPServerInterface):
    """The files of one folder over SFTP."""

    root = ""

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            entries = list(os.scandir(self.root + path))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return [paramiko.SFTPAttributes.from_stat(entry.stat(), entry.name) for entry in entries]

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(Path(self.root + path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path: str, flags: int, attr: object) -> paramiko.SFTPHandle | int:
        del attr
        try:
            stream = os.fdopen(
                os.open(self.root + path, flags, 0o644), "r+b" if flags & os.O_RDWR else "wb" if flags & 3 else "rb"
            )
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = handle.writefile = stream  # type: ignore[attr-defined]
        return handle

    def mkdir(self, path: str, attr: object) -> int:
        del attr
        return self._done(os.mkdir, path)

    def remove(self, path: str) -> int:
        return self._done(os.remove, path)

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        return self._done(os.replace, oldpath, newpath)

    def _done(self, act: Callable[..., None], *paths: str) -> int:
        try:
            act(*(self.root + path for path in paths))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTP_OK


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Run an SFTP server for the desk; give its address and its folder."""
    room = tmp_path / "sftp"
    room.mkdir()
    disk = type("Disk", (Disk,), {"root": str(room)})
    key = paramiko.ECDSAKey.generate()

    def answer(call: socket.socket) -> None:
        transport = paramiko.Transport(call)
        transport.add_server_key(key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, disk)
        transport.start_server(server=Desk())
        over.wait(30)
        transport.close()

    over = threading.Event()
    with listening(answer) as server:
        yield server, room
        over.set()


def withdraw(folder: Path) -> None:
    """Put a tombstone in the place of the episode, as `briefing withdraw` does."""
    for name in ("briefing.mp3", "episode.json"):
        (folder / "one" / name).unlink()
    (folder / "one" / "withdrawn.json").write_text('{"version": 1, "guid": "g", "title": "t"}', encoding="utf-8")


WITHDRAWN = ["one/withdrawn.json", "one/briefing.mp3", "one/episode.json"]


def test_what_was_withdrawn_goes_over_ftp(output: Path, ftp: tuple[str, Path]) -> None:
    server, room = ftp
    destination = f"ftp://desk:{PASSWORD}@{server}/withdrawn"
    list(upload.publish(output, destination))
    withdraw(output)
    assert list(upload.publish(output, destination)) == WITHDRAWN
    assert [path.name for path in (room / "withdrawn" / "one").iterdir()] == ["withdrawn.json"]


def test_what_was_withdrawn_goes_over_sftp(output: Path, sftp: tuple[str, Path]) -> None:
    server, room = sftp
    destination = f"sftp://desk:{PASSWORD}@{server}/news"
    assert list(upload.publish(output, destination)) == ["one/briefing.mp3", "one/episode.json", "feed.xml"]
    withdraw(output)
    assert list(upload.publish(output, destination)) == WITHDRAWN
    assert [path.name for path in (room / "news" / "one").iterdir()] == ["withdrawn.json"]


def test_what_was_withdrawn_goes_from_a_store_of_objects(output: Path, bucket: str) -> None:
    destination = f"s3://{bucket}/news"
    assert list(upload.publish(output, destination)) == ["one/briefing.mp3", "one/episode.json", "feed.xml"]
    withdraw(output)
    assert list(upload.publish(output, destination)) == WITHDRAWN
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    assert store.find(f"{bucket}/news/one") == [f"{bucket}/news/one/withdrawn.json"]


BANNERS = {
    "web": b"HTTP/1.1 400 Bad Request\r\n\r\n",
    "escapes": f"{ESCAPE}]0;owned\a{ESCAPE}[2J no such protocol\r\n".encode() * 3,
    "half": b"SSH-2.0-",
    "unfinished": b"SSH-2.0-briefing\r\n",
    "silence": b"",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("scheme", ["ftp", "sftp"])
@pytest.mark.parametrize("banner", BANNERS)
def test_a_server_that_speaks_something_else_is_one_line(output: Path, scheme: str, banner: str) -> None:
    def answer(call: socket.socket) -> None:
        call.sendall(BANNERS[banner])

    with listening(answer) as server:
        assert refused(output, f"{scheme}://desk:{PASSWORD}@{server}/news").what.startswith("refuses: ")


class Nobody(paramiko.ServerInterface):
    """Lets nobody in."""

    def __init__(self) -> None:
        """Wait for somebody who tries."""
        self.asked = threading.Event()

    def check_auth_password(self, username: str, password: str) -> int:
        del username, password
        self.asked.set()
        return paramiko.AUTH_FAILED


def test_a_wrong_sftp_password_is_one_line(output: Path) -> None:
    key = paramiko.ECDSAKey.generate()

    def answer(call: socket.socket) -> None:
        transport = paramiko.Transport(call)
        transport.add_server_key(key)
        nobody = Nobody()
        transport.start_server(server=nobody)
        nobody.asked.wait(30)
        transport.join(0.5)  # until the refusal has been sent
        transport.close()

    with listening(answer) as server:
        assert "uthentication" in refused(output, f"sftp://desk:{PASSWORD}@{server}/news").what


def test_nobody_at_the_other_end_is_one_line(output: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for scheme in ("ftp", "sftp"):
        refused(output, f"{scheme}://desk:{PASSWORD}@127.0.0.1:{port}/news")


@pytest.mark.parametrize(
    "destination",
    [
        f"sftp://desk:{PASSWORD}",
        f"sftp://desk:{PASSWORD}/x#?@127.0.0.1:1/x",
        f"ftp://desk:{PASSWORD}/Pw#?@127.0.0.1:1/x",
        f"desk:{PASSWORD}@127.0.0.1:/news",
        f"desk@127.0.0.1:{PASSWORD}",
        f"carrier-pigeon://desk:{PASSWORD}@roof",
        "ftp:/127.0.0.1/news",
        "sftp:127.0.0.1/news",
        "file:///",
    ],
)
def test_an_address_that_cannot_be_meant_is_one_line_without_its_password(destination: str, output: Path) -> None:
    with pytest.raises(UsageError) as caught:
        list(upload.publish(output, destination))
    assert PASSWORD not in str(caught.value)


def test_a_copy_into_itself_or_over_itself_is_refused(output: Path) -> None:
    for place in (output, output / "site", output.parent):
        with pytest.raises(UsageError, match="no place of its own"):
            list(upload.publish(output, str(place)))


def test_a_password_that_a_library_repeats_is_hidden() -> None:
    error = OSError(f"login as desk with {PASSWORD} failed")
    assert PASSWORD not in places.reason(error, f"ftp://desk:{PASSWORD}@host/")
    assert places.reason(EOFError(), "ftp://host/") == "the connection ended too early"


def test_a_file_here_that_cannot_be_read_is_not_the_destinations_fault(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(path: Path, before: object) -> None:
        del before
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(upload, "_seen", unreadable)
    with pytest.raises(InputError, match=r"briefing\.mp3: cannot be read"):
        list(upload.publish(output, str(tmp_path / "there")))


def test_names_of_files_are_printed_with_their_controls_spelled_out(output: Path, tmp_path: Path) -> None:
    (output / "one" / f"a{ESCAPE}[2J\n\u202eb.txt").touch()
    (output / "one" / "half.mp3.part").touch()
    result = CliRunner(mix_stderr=False).invoke(cli.briefing, ["publish", str(output), str(tmp_path / "there")])
    assert result.stdout.splitlines() == [
        "one/briefing.mp3",
        r"one/a\x1b[2J\x0a\u202eb.txt",
        "one/episode.json",
        "feed.xml",
    ]


def test_a_driver_whose_library_raises_its_own_errors_is_one_line(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stand in for botocore, which the cloud's driver brings: its errors are no OSError."""

    class ClientError(Exception):
        pass

    class BotoCoreError(Exception):
        pass

    def raising(error: Exception) -> Callable[..., object]:
        def refuse(*_: object) -> object:
            raise error

        return refuse

    library = type(os)("botocore.exceptions")
    vars(library).update(ClientError=ClientError, BotoCoreError=BotoCoreError)
    monkeypatch.setitem(places.sys.modules, "botocore.exceptions", library)
    for error in (ClientError("AccessDenied"), BotoCoreError("no credentials"), EOFError(), TimeoutError()):
        monkeypatch.setattr(upload, "_sent", raising(error))
        with pytest.raises(BriefingError) as caught:
            list(upload.publish(output, "memory://bucket/news"))
        assert isinstance(caught.value, NetworkError)
