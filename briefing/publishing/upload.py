"""Copies an output folder to where listeners find it: sound first, feed last, and only what changed.

At any moment of a copy the feed that stands there names files that stand there too; what was withdrawn is removed when
the new feed is there. What was copied is remembered in a small list beside the copies; a file whose bytes are in that
list is not sent again, and one that is not in it is never removed.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import places
from briefing.errors import InputError, OutputError, SettingsError, UnapprovedError, UsageError
from briefing.files import sha256_of
from briefing.kinds import SOUND, is_public
from briefing.publishing import catalogue, rss
from briefing.publishing.address import FEED_FILE, INDEX_FILE, PAGE_FILE, is_local
from briefing.publishing.record import COVER_FILES
from briefing.shelf import RECORD_FILE, WITHDRAWN_FILE, PageStanding, Shelf, is_record, page_standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

LIST_FILE = ".briefing-published.json"
_FEW = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """From where to where: an output folder with its show's picture, and a place on a filesystem of fsspec's.

    `kept_back` are the names of the episodes that stay here.
    """

    folder: Path
    image: str
    filesystem: Any
    root: str
    kept_back: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A file as it was when it was sent."""

    size: int
    mtime_ns: int
    digest: str


_CLAIMED = Seen(size=0, mtime_ns=0, digest="")


def publish(
    folder: Path, destination: str, *, image: str = "", allow_localhost: bool = False, require_approval: bool = False
) -> Iterator[str]:
    """Copy what changed from `folder` to an fsspec address, and yield the name of each file once it is there.

    What is copied is the show: feed, list, cover (also that at `image`, a path in the folder), the folders of episodes.
    Whatever else is in the folder stays here, with a warning. What we put there of an episode that was withdrawn since,
    and later pages that are needed no more, are removed at the end; the name of a file that is not in the folder any
    more is that of one that was removed. Nothing else is removed there. With `require_approval` an episode that no
    editor has approved stays here.
    Raises InputError (no feed in the folder, a file that cannot be read), UsageError (an address that leads nowhere),
    SettingsError (a driver that is not installed; a feed that leads listeners to their own machines, unless
    `allow_localhost`), UnapprovedError (the feed names what would stay here), OutputError (something that is not ours
    would be written over) and NetworkError (the destination refuses).
    """
    if not (folder / FEED_FILE).is_file():
        raise InputError(str(folder), f"has no {FEED_FILE}", "make an episode first, or run: briefing feed")
    if not allow_localhost:
        _refuse_localhost(folder)
    kept_back = _unapproved(folder) if require_approval else frozenset()
    scheme = places.checked(destination)
    with places.telling(destination), _telling_of(folder):
        filesystem, root = places.opened(destination, scheme)
        yield from _sent(_Copy(folder=folder, image=image, filesystem=filesystem, root=root, kept_back=kept_back))


def check(folder: Path, destination: str) -> None:
    """Refuse a destination that leads nowhere, or into the show's own folder, before there is anything to copy.

    Raises UsageError, SettingsError, NetworkError.
    """
    places.refuse_overlap(folder, destination)
    scheme = places.checked(destination)
    with places.telling(destination):
        filesystem, root = places.opened(destination, scheme)
        if not places.is_elsewhere(folder):
            _refuse_overlap(folder, filesystem, root)


def _unapproved(folder: Path) -> frozenset[str]:
    """Name the episodes that nobody stands for. Raises UnapprovedError where the feed names one."""
    heads = catalogue.look(Shelf(folder)).heads
    slugs = frozenset(head.slug for head in heads if not head.approved)
    feed = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("feed*.xml")))
    told = [slug for slug in slugs if f"/{slug}/" in feed]
    if told:
        what = f"names what nobody has approved: {_few(told)}"
        remedy = (
            "approve it in `briefing studio` and make it again, or set require_approval = true under [show] and run: "
            f"briefing feed {folder}"
        )
        raise UnapprovedError(str(folder / FEED_FILE), what, remedy)
    return slugs


def _refuse_localhost(folder: Path) -> None:
    """Refuse a feed whose links lead each listener to the listener's own machine."""
    site = rss.site_of((folder / FEED_FILE).read_bytes())
    if is_local(site):
        what = f"leads listeners to {site.removesuffix(INDEX_FILE)}, which is their own machine"
        remedy = (
            f"set base_url under [show] in briefing.toml and run: briefing feed {folder}; or give --allow-localhost"
        )
        raise SettingsError(str(folder / FEED_FILE), what, remedy)


def _refuse_overlap(folder: Path, filesystem: Any, root: str) -> None:  # noqa: ANN401 - fsspec has no types
    """Refuse a local destination that is a whole disk, or that holds the show's own folder or lies in it."""
    if not places.protocols(filesystem) & {"file", "local"}:
        return
    here, there = folder.resolve(), Path(root or "/").resolve()
    if there == Path(there.anchor) or here.is_relative_to(there) or there.is_relative_to(here):
        raise UsageError(str(there), "is no place of its own", "give a folder that is meant for the show")


@contextmanager
def _telling_of(folder: Path) -> Iterator[None]:
    """Tell of a file here that cannot be read; all else is the destination's fault. Raises InputError."""
    try:
        yield
    except OSError as error:
        if isinstance(error.filename, str) and Path(error.filename).is_relative_to(folder):
            remedy = "look at its permissions, or make the episode again"
            raise InputError(error.filename, "cannot be read", remedy) from error
        raise


def _sent(copy: _Copy) -> Iterator[str]:
    folder, filesystem, root = copy.folder, copy.filesystem, copy.root
    _refuse_overlap(folder, filesystem, root)
    before = _listed(filesystem, root)
    there = {path.removeprefix(f"{root}/"): info["size"] for path, info in _found(filesystem, root).items()}
    names = _in_order(folder, copy.image, copy.kept_back)
    _refuse_foreign(copy, [name for name in names if name in there and name not in before], there.keys())
    if not before.keys() >= set(names):
        # Claimed before it is sent: a copy that breaks off finds its own files again.
        _list(copy, {**dict.fromkeys(names, _CLAIMED), **before})
    now: dict[str, Seen] = {}
    for name in names:
        now[name] = _seen(folder / name, before.get(name))
        old = before.get(name)
        if old is None or old.digest != now[name].digest or there.get(name) != now[name].size:
            places.put(filesystem, folder / name, f"{root}/{name}")
            yield name
    _tell_what_stays_there(copy, names, before, there)
    gone = _gone(before.keys() - now.keys(), names)
    for name in gone:
        if name in there:
            filesystem.rm_file(f"{root}/{name}")
            yield name
    # What we put there once and is not in the folder any more is ours still.
    now |= {name: before[name] for name in (before.keys() & there.keys()) - now.keys() - set(gone)}
    if now != before:
        _list(copy, now)


def _gone(left: Collection[str], names: Collection[str]) -> list[str]:
    """List what of the files that we put there has to go with the new feed; pages that name others go first.

    That are all files of a withdrawn episode but its tombstone, the note beside a tombstone whose episode was made
    again, and pages beyond the last.
    """

    def has_to_go(name: str) -> bool:
        slug, inside, file = name.partition("/")
        if not inside:
            return PAGE_FILE.fullmatch(name) is not None and name not in {FEED_FILE, INDEX_FILE}
        if file == WITHDRAWN_FILE:
            return f"{slug}/{RECORD_FILE}" in names
        return f"{slug}/{WITHDRAWN_FILE}" in names

    return sorted(filter(has_to_go, left), key=lambda name: ("/" in name, name))


def _tell_what_stays_there(copy: _Copy, names: Collection[str], listed: Collection[str], there: Iterable[str]) -> None:
    """Name what stands at the destination beside a tombstone and is in no list of ours: it may be the sound."""
    for slug in sorted(name.partition("/")[0] for name in names if name.endswith(f"/{WITHDRAWN_FILE}")):
        others = [name for name in there if name.startswith(f"{slug}/") and name not in {*names, *listed}]
        if others:
            _log.warning("%s: %s was withdrawn, but this is not ours and stays: %s", copy.root, slug, _few(others))


def _list(copy: _Copy, files: dict[str, Seen]) -> None:
    content = {name: [seen.size, seen.mtime_ns, seen.digest] for name, seen in sorted(files.items())}
    if places.has_folders(copy.filesystem):
        copy.filesystem.makedirs(copy.root, exist_ok=True)
    copy.filesystem.pipe_file(f"{copy.root}/{LIST_FILE}", json.dumps(content, indent=0).encode())


def _refuse_foreign(copy: _Copy, unlisted: Sequence[str], there: Collection[str]) -> None:
    """Refuse to write over what stands at the destination and is in no list of ours.

    Where the list was lost, pages still say who made them, and an episode's folder has its record, or its tombstone's.
    Raises OutputError.
    """
    episodes = {name.partition("/")[0] for name in unlisted if "/" in name}
    records = (f"{slug}/{file}" for slug in episodes for file in (RECORD_FILE, WITHDRAWN_FILE))
    ours = {name.partition("/")[0] for name in records if name in there and _is_record(copy, name)}
    for name in unlisted:
        slug, inside, _ = name.partition("/")
        known = slug in ours if inside else _is_known(copy, name)
        if not known:
            what = f"has a {name} that we did not put there"
            raise OutputError(copy.root, what, "choose a place of its own for the show, or remove that file")


def _is_record(copy: _Copy, name: str) -> bool:
    return is_record(copy.filesystem.cat_file(f"{copy.root}/{name}"))


def _is_known(copy: _Copy, name: str) -> bool:
    """Say whether a file at the head of the destination is a page of ours, or the same as ours."""
    content = copy.filesystem.cat_file(f"{copy.root}/{name}")
    return page_standing(content) is PageStanding.OURS or content == (copy.folder / name).read_bytes()


def _in_order(folder: Path, image: str, kept_back: Collection[str]) -> list[str]:
    """List the files to copy: sound, then what belongs to an episode, then older pages, the feed at the very end."""
    shelf = Shelf(folder)
    pictures = {*COVER_FILES, *([Path(image).as_posix()] if image else [])}
    heads = {path.name for path in folder.iterdir() if path.is_file() and PAGE_FILE.fullmatch(path.name)}
    names = heads | {name for name in pictures if (folder / name).is_file()}
    for episode in shelf.episodes():
        names |= {path.relative_to(folder).as_posix() for path in episode.rglob("*") if path.is_file()}
    _tell_what_stays(folder, names)
    names = {name for name in names if name.partition("/")[0] not in kept_back}
    return sorted(filter(is_public, names), key=_rank)


def _tell_what_stays(folder: Path, names: Collection[str]) -> None:
    roots = {name.split("/")[0] for name in names}
    others = sorted(path.name for path in folder.iterdir() if path.name not in roots and is_public(path.name))
    if others:
        _log.warning("%s: is no part of the show and is not copied: %s", folder, _few(others))


def _few(names: Iterable[str]) -> str:
    first, *more = sorted(names)
    return ", ".join([first, *more[: _FEW - 1], *(["..."] if len(more) >= _FEW else [])])


def _rank(name: str) -> tuple[int, bool, str]:
    if any(name.endswith(suffix) for suffix in SOUND):
        return 0, False, name
    if "/" in name:
        return 1, name.endswith("/index.html"), name
    if name.startswith("feed"):
        return 4, name == FEED_FILE, name
    return (3 if name.startswith("index") else 2), name == "index.html", name


def _seen(path: Path, before: Seen | None) -> Seen:
    stat = path.stat()
    if before and (before.size, before.mtime_ns) == (stat.st_size, stat.st_mtime_ns):
        return before
    return Seen(size=stat.st_size, mtime_ns=stat.st_mtime_ns, digest=sha256_of(path))


def _listed(filesystem: Any, root: str) -> dict[str, Seen]:  # noqa: ANN401 - fsspec has no types
    try:
        content = json.loads(filesystem.cat_file(f"{root}/{LIST_FILE}"))
        return {name: Seen(size=size, mtime_ns=mtime, digest=digest) for name, (size, mtime, digest) in content.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}  # nothing was sent yet, or the list is damaged: everything is sent


def _found(filesystem: Any, root: str) -> dict[str, Any]:  # noqa: ANN401 - fsspec has no types
    filesystem.invalidate_cache()
    try:
        found: dict[str, Any] = filesystem.find(root, detail=True)
    except FileNotFoundError:
        return {}
    return found
