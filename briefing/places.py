"""Places elsewhere: whatever fsspec has a driver for (s3, sftp, ftp, memory ...), named by an address.

A place behaves as a path does (`universal_pathlib`), so that most of the house need not know where it is. What paths
cannot do is here: a file that is whole or not there, one that only one of several gets to make, many files at once,
and what went wrong, in one line without the password.
"""

from __future__ import annotations

import re
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from briefing import packages, shown
from briefing.errors import BriefingError, NetworkError, SettingsError, UsageError
from briefing.kinds import media_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Where a file appears bit by bit under its name unless it is renamed; a store of objects shows it whole or not at all.
_BIT_BY_BIT = frozenset({"file", "local", "sftp", "ssh", "ftp", "smb"})
# Where opening a file can be told to fail if it is there.
_OPENS_ONCE = frozenset({"file", "local", "memory", "sftp", "ssh", "smb"})
# Where a file that is to be new is refused by the store itself if it is there.
_CREATES_ONCE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs"})
# Stores of objects have no folders to make, and are told the type of each file by an argument of this name.
_TYPE_ARGUMENT = {"s3": "ContentType", "s3a": "ContentType", "gs": "content_type", "gcs": "content_type"}
# Which package speaks for which kind of address; fsspec names the others itself.
_DRIVERS = {
    "abfs": "adlfs",
    "az": "adlfs",
    "gcs": "gcsfs",
    "gs": "gcsfs",
    "s3": "s3fs",
    "s3a": "s3fs",
    "sftp": "paramiko",
    "smb": "smbprotocol",
    "ssh": "paramiko",
    "webdav": "webdav4",
}
# What the drivers' libraries raise besides OSError. A library that has raised something is loaded.
_LIBRARY_FAULTS = (
    ("aiohttp", ("ClientError",)),
    ("azure.core.exceptions", ("AzureError",)),
    ("botocore.exceptions", ("BotoCoreError", "ClientError")),
    ("ftplib", ("Error",)),
    ("gcsfs.retry", ("HttpError",)),
    ("paramiko.ssh_exception", ("SSHException",)),
    ("smbprotocol.exceptions", ("SMBException",)),
)
# What a failure means that says nothing itself, or only what programmers understand.
_MEANINGS = (
    (EOFError, "the connection ended too early"),
    (UnicodeError, "what the server says is no text"),
    (TimeoutError, "no answer came in time"),
)
# What botocore's errors mean, by their names: they quote addresses that nobody wrote.
_UNREACHABLE = ("cannot be reached", "check the address of the store and the network")
_TOLD = {
    "EndpointConnectionError": _UNREACHABLE,
    "ConnectTimeoutError": _UNREACHABLE,
    "NoCredentialsError": ("wants credentials, and there are none", "set them as the driver wants: ~/.aws/credentials"),
}
_ONLY_READ = ("http", "https")
_HERE = frozenset({"", "file", "local"})
# What scp takes, and an address that lacks a stroke: as the name of a folder nobody means it.
_MISTYPED = re.compile(r"[^/\\\s]+@[^/\\\s]+:|[A-Za-z][A-Za-z0-9+.-]+:(?:/(?!/)|[^/\\])")
_SCHEME = re.compile(r"(?:.*::)?([A-Za-z0-9+.-]+)://", re.DOTALL)
AN_ADDRESS = "give an address like s3://bucket/news or sftp://host/path, or a folder"
_LONGEST_REASON = 200
_AT_ONCE = 16  # requests that are under way together


def is_elsewhere(place: Path) -> bool:
    """Say whether a place is not of this machine's file system."""
    return not isinstance(place, Path)


def place(address: str) -> Path:
    """Return the place that an address names: a path, or what behaves as one.

    Raises UsageError where it names none, SettingsError where its driver is not installed, NetworkError where its
    server does not answer.
    """
    scheme = checked(address) if _SCHEME.match(address) else ""
    if scheme in _HERE:
        return Path(address[len(f"{scheme}://") :] if scheme else address)
    from upath import UPath

    with telling(address):
        filesystem, _ = opened(address, scheme)
        # Other runs write there too: what was listed a moment ago may be wrong.
        options = {"use_listings_cache": False} | filesystem.storage_options
        return cast("Path", UPath(scheme + address[len(scheme) :].rstrip("/"), **options))


def name_of(place: Path) -> str:
    """Return what tells a place from others, however it was written."""
    return str(place).rstrip("/") if is_elsewhere(place) else str(place.resolve())


def refuse_overlap(place: Path, address: str) -> None:
    """Refuse an address that is a place elsewhere itself, holds it or lies in it. Raises UsageError."""
    here, there = (f"{name.rstrip('/')}/" for name in (name_of(place), address))
    if is_elsewhere(place) and (here.startswith(there) or there.startswith(here)):
        raise UsageError(address, "is no place of its own", "give one that is meant for the show")


def seen_from(folder: Path, address: str) -> str:
    """Return a path as it is seen from a folder; an address is the same from everywhere."""
    return address if _SCHEME.match(address) else str(folder / address)


def checked(address: str) -> str:
    """Return the scheme of an address, "" where it is a folder's. Raises UsageError where it names no place."""
    if _MISTYPED.match(address):
        # It may hold a password, and where that begins and ends is what is not clear.
        raise UsageError("DESTINATION", "is neither an address nor a folder", AN_ADDRESS)
    match = _SCHEME.match(address)
    if not (address[match.end() :] if match else address).strip():
        raise UsageError(repr(address), "names no place", AN_ADDRESS)
    scheme = match[1].lower() if match else ""
    if scheme in _TYPE_ARGUMENT and "@" in address:
        raise UsageError("the address", "has a key in it", "give the driver its own, as in ~/.aws/credentials")
    if scheme in _ONLY_READ:
        raise UsageError(address, "is where listeners read, not where you write", AN_ADDRESS)
    return scheme


def opened(address: str, scheme: str) -> tuple[Any, str]:
    """Return the filesystem of an address, and its root there.

    Raises UsageError, SettingsError, or the driver's own errors.
    """
    import fsspec

    try:
        filesystem, root = fsspec.core.url_to_fs(scheme + address[len(scheme) :])
    except ImportError as error:
        package = _DRIVERS.get(scheme)
        remedy = packages.install(package) if package else f"{error}, with {packages.python()} -m pip install"
        raise SettingsError(address, "needs a driver that is not installed", remedy) from error
    except UnicodeError:  # what the server says is no text; a kind of ValueError
        raise
    except (ValueError, TypeError) as error:
        # Not the library's words: of an address that it cannot take apart they quote pieces, a password among them.
        what = (
            "lacks something, such as its host" if scheme in fsspec.available_protocols() else "is of an unknown kind"
        )
        raise UsageError(address, f"is no destination: it {what}", AN_ADDRESS) from error
    return filesystem, root.rstrip("/")


@contextmanager
def telling(address: str) -> Iterator[None]:
    """Tell in one line what went wrong at an address. Raises NetworkError, UsageError."""
    try:
        yield
    except faults() as error:
        raise refusal(error, address) from error
    except NotImplementedError as error:
        raise UsageError(address, "cannot be written to", AN_ADDRESS) from error


def faults() -> tuple[type[Exception], ...]:
    """Name what a driver may raise: the system's errors, a connection that ends too early, its library's own."""
    loaded = ((sys.modules.get(module), names) for module, names in _LIBRARY_FAULTS)
    theirs = (getattr(module, name) for module, names in loaded if module for name in names)
    return (OSError, EOFError, UnicodeError, *theirs)


def refusal(error: Exception, address: str) -> NetworkError:
    """Say that a place refuses, and why; such a fault may pass."""
    told = _TOLD.get(type(error).__name__)
    if told:
        return NetworkError(address, *told, passing=True)
    what = f"refuses: {reason(error, address)}"
    return NetworkError(address, what, "check the address and your rights there", passing=True)


def reason(error: Exception, address: str) -> str:
    """Say what a library says of a failure, shortened, and without the password should it repeat that."""
    system = error.strerror if isinstance(error, OSError) else None
    meaning = next((what for kind, what in _MEANINGS if isinstance(error, kind)), None)
    said = meaning or (system or "").lower() or str(error) or type(error).__name__
    for secret in shown.secrets_of(address):
        said = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", shown.HIDDEN, said)
    return said[:_LONGEST_REASON]


def protocols(filesystem: Any) -> set[str]:  # noqa: ANN401 - fsspec has no types
    """Return the names by which a filesystem goes."""
    return {filesystem.protocol} if isinstance(filesystem.protocol, str) else set(filesystem.protocol)


def has_folders(filesystem: Any) -> bool:  # noqa: ANN401 - fsspec has no types
    """Say whether folders have to be made there."""
    return not protocols(filesystem) & _TYPE_ARGUMENT.keys()


def put(filesystem: Any, path: Path, target: str) -> None:  # noqa: ANN401 - fsspec has no types
    """Copy a file of this machine, which is then there whole or not at all. Raises the driver's own errors."""
    with _whole(filesystem, target) as (name, typed):
        filesystem.put_file(str(path), name, **typed)


def length(there: Path) -> int | None:
    """Return how many bytes a file elsewhere has; None where there is none. Raises NetworkError."""
    found = info(there)
    return int(found["size"]) if found else None


def info(there: Path) -> Mapping[str, Any] | None:
    """Return what a place tells of a file: its size, and by what it knows one state of it from another.

    None where there is no such file. Raises NetworkError.
    """
    filesystem, target = _at(there)
    with telling(str(there)):
        try:
            found: Mapping[str, Any] = filesystem.info(target)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found if found["type"] == "file" else None


def read(there: Path, start: int | None = None, end: int | None = None) -> bytes | None:
    """Read a file elsewhere, or the bytes from `start` to `end`; None where there is none. Raises NetworkError."""
    filesystem, target = _at(there)
    # In one request: to fetch a file in pieces, s3fs would ask for its length first.
    in_one = {"max_concurrency": 1} if start is None and protocols(filesystem) & {"s3", "s3a"} else {}
    with telling(str(there)):
        try:
            content: bytes = filesystem.cat_file(target, start=start, end=end, **in_one)
        except (FileNotFoundError, IsADirectoryError):
            return None
        return content


def write(there: Path, content: bytes) -> None:
    """Write a file elsewhere, whole or not at all. Raises the driver's own errors."""
    filesystem, target = _at(there)
    with _whole(filesystem, target) as (name, typed):
        filesystem.pipe_file(name, content, **typed)


def create(there: Path, content: bytes) -> bool:
    """Write a file elsewhere unless it is there; of several who do so at once one alone is told True.

    The content has to be the caller's alone: a request that is repeated meets its own file. Where a place has no means
    for it, it is looked at before and after. Raises the driver's own errors.
    """
    filesystem, target = _at(there)
    names = protocols(filesystem)
    try:
        if names & _OPENS_ONCE:
            filesystem.makedirs(target.rpartition("/")[0], exist_ok=True)
            with filesystem.open(target, "xb") as stream:
                stream.write(content)
        else:
            filesystem.pipe_file(target, content, mode="create")
        if names & (_OPENS_ONCE | _CREATES_ONCE):
            return True
    except FileExistsError:
        pass
    except OSError:
        if read(there) is None:
            raise
    return read(there) == content


def remove(there: Path) -> None:
    """Remove a file elsewhere, if it is there. Raises the driver's own errors."""
    filesystem, target = _at(there)
    with suppress(FileNotFoundError):
        filesystem.rm_file(target)


def put_all(folder: Path, there: Path, names: Iterable[str]) -> None:
    """Copy files of a folder here to a place elsewhere, many at once. Raises the driver's own errors."""
    filesystem, target = _at(there)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda name: put(filesystem, folder / name, f"{target}/{name}"), names))


def read_all(there: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Read files elsewhere, many at once; those that are not there are left out. Raises NetworkError."""
    wanted = list(names)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = zip(wanted, pool.map(lambda name: read(there / name), wanted), strict=True)
        return {name: content for name, content in found if content is not None}


@contextmanager
def copied_here(there: Path) -> Iterator[Path]:
    """Give a folder of this machine with all that a place has; a folder of this machine is given itself."""
    if not is_elsewhere(there):
        yield there
        return
    filesystem, root = _at(there)
    with TemporaryDirectory(prefix="briefing-") as folder:
        here = Path(folder)
        with telling(str(there)), ThreadPoolExecutor(_AT_ONCE) as pool:
            names = listed(there)
            for name in names:
                (here / name).parent.mkdir(parents=True, exist_ok=True)
            list(pool.map(lambda name: filesystem.get_file(f"{root}/{name}", str(here / name)), names))
        try:
            yield here
        except BriefingError as error:
            # The copy is ours to know: the user knows the place.
            where, what, remedy = (told.replace(folder, str(there)) for told in (error.where, error.what, error.remedy))
            raise type(error)(where, what, remedy, passing=error.passing) from error


def listed(there: Path, beginning: str = "") -> dict[str, Mapping[str, Any]]:
    """List all files at a place, in all its folders, by name; those alone whose names begin as is said."""
    filesystem, root = _at(there)
    try:
        if has_folders(filesystem):
            found = filesystem.find(root, detail=True)
        else:
            found = filesystem.find(root, detail=True, prefix=beginning)
    except FileNotFoundError:
        return {}
    names = {path.removeprefix(f"{root}/"): info for path, info in found.items()}
    return {name: info for name, info in names.items() if name.startswith(beginning)}


def _at(there: Path) -> tuple[Any, str]:
    found = cast("Any", there)  # to the type checker a place is a path, wherever it is
    return found.fs, found.path.rstrip("/")


@contextmanager
def _whole(filesystem: Any, target: str) -> Iterator[tuple[str, dict[str, str]]]:  # noqa: ANN401 - fsspec has no types
    """Give a name to write under, and what a store of objects is told of the file's type.

    Where a file appears bit by bit the name is another, which is changed at the end.
    """
    parent, _, name = target.rpartition("/")
    names = protocols(filesystem)
    if not has_folders(filesystem):
        yield target, {_TYPE_ARGUMENT[one]: media_type(name) for one in names & _TYPE_ARGUMENT.keys()}
        return
    filesystem.makedirs(parent, exist_ok=True)
    if not names & _BIT_BY_BIT:
        yield target, {}
        return
    beside = f"{parent}/.{name}.{secrets.token_hex(4)}"
    yield beside, {}
    filesystem.mv(beside, target)
