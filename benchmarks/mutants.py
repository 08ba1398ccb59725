"""Mutation testing of named rooms, run by hand: it tells whether a test notices when a line of them is wrong.

    .venv/bin/pip install 'mutmut==3.7.0'
    .venv/bin/python benchmarks/mutants.py guard slot --show

The faults are those of mutmut, and one of ours: a predicate that always agrees, or never. mutmut's own runner is not
used: it leaves out whatever is decorated (a context manager, a property, a cached table) and all that stands outside
of a function. Here every fault is a change of a whole file in a temporary copy of the tree; a process that has
imported everything but the project forks, imports the changed project and runs the room's tests, those that walk
through the changed lines first, until one fails. It needs a system with `fork`.

One JSON line a room. A fault that makes the tests run out of their time counts as noticed. Exit code 1 where a room
has a smaller share of its faults noticed than FLOOR.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import difflib
import gc
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import libcst as cst
import libcst.matchers as m
import pytest
from coverage import Coverage
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 0.85
# The code whose faults are tried, and the tests that shall notice them; both as patterns below the root.
ROOMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "decoder": (
        ("briefing/narration/diacritizers/decoder.py",),
        ("tests/narration/diacritizers/test_decoder*.py",),
    ),
    "feed": (
        ("briefing/publishing/feed.py", "briefing/publishing/rss.py", "briefing/publishing/catalogue.py"),
        (
            "tests/publishing/test_feed_document*.py",
            "tests/publishing/test_catalogue*.py",
            "tests/publishing/test_rss*.py",
        ),
    ),
    "guard": (
        ("briefing/narration/verbalize/guard/*.py",),
        ("tests/narration/verbalize/test_guard*.py",),
    ),
    "running_order": (
        ("briefing/editorial/running_order.py",),
        ("tests/editorial/test_running_order*.py", "tests/editorial/test_script*.py"),
    ),
    "slot": (
        ("briefing/narration/verbalize/slot.py",),
        ("tests/narration/verbalize/test_slot*.py", "tests/narration/verbalize/test_cases*.py"),
    ),
    "shelf": (
        ("briefing/shelf/[!_]*.py",),
        ("tests/shelf/test_*.py",),
    ),
}
_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "output"
)
# A test that takes longer is left out: each is run once for every fault that nothing before it noticed.
SLOWEST_TEST_S = 2.0
# A fault may make a loop endless or a text boundless; the tests' own time, several times over, tells it from slow.
TIMES_BASELINE, SPARE_S = 4, 5
MEMORY_BYTES = 8 << 30
FILE_BYTES = 1 << 28
_POLL_S = 0.005
# Importing these starts threads, which a fork would lose.
_NOT_PRELOADED = ("briefing", "conftest", "onnxruntime", "test_", "tests", "__main__", "__mp_main__")


class Outcome(StrEnum):
    """What the tests made of a fault."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A file of the tree with one fault in it, which stands in the lines `first` to `last`."""

    file: str
    first: int
    last: int
    code: str


@dataclass(slots=True)
class Baseline:
    """What the room's tests do without any fault: how long each takes, and which of them walk through a line."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests_by_line: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)

    def order(self, mutant: Mutant) -> list[str]:
        """Name the tests in the order that finds the fault soonest: those that meet it, the quick ones first."""
        lines = self.tests_by_line.get(mutant.file, {})
        meeting = {test for line in range(mutant.first, mutant.last + 1) for test in lines.get(line, ())}
        return sorted(self.quick, key=lambda test: (test not in meeting, self.seconds[test]))

    @property
    def quick(self) -> list[str]:
        """The tests that are run for every fault."""
        return [test for test, seconds in self.seconds.items() if seconds <= SLOWEST_TEST_S]

    @property
    def limit_s(self) -> float:
        """The time that the tests have with a fault."""
        return TIMES_BASELINE * sum(self.seconds[test] for test in self.quick) + SPARE_S


def main() -> None:
    """Try every fault of the rooms named."""
    parser = argparse.ArgumentParser(description="Mutation testing of named rooms.")
    parser.add_argument("rooms", nargs="+", choices=sorted(ROOMS), metavar="ROOM", help=", ".join(sorted(ROOMS)))
    parser.add_argument("--show", action="store_true", help="print the faults that no test noticed")
    parser.add_argument("--file", default="", help="only the files whose path ends so")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth fault: a first look")
    wishes = parser.parse_args()
    os.nice(15)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the copy goes also when it is stopped
    with tempfile.TemporaryDirectory(prefix="briefing-mutants-") as folder:
        tree = _copy(Path(folder))
        scores = [_try(tree, room, wishes) for room in wishes.rooms]
        os.chdir(ROOT)
    sys.exit(min(scores) < FLOOR)


def _copy(folder: Path) -> Path:
    """Copy the tree, compile it, and make it the place that this process and its children import from."""
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=_NOT_COPIED)
    (tree / "output").mkdir()
    (folder / "tmp").mkdir()
    compileall.compile_dir(tree / "briefing", quiet=1)
    os.chdir(folder)
    os.environ.update(
        PYTHONPATH=str(tree),
        TMPDIR=str(folder / "tmp"),
        HYPOTHESIS_STORAGE_DIRECTORY=str(folder / "hypothesis"),
        COVERAGE_CORE="ctrace",
    )
    tempfile.tempdir = None
    sys.path.insert(0, str(tree))
    return tree


def _try(tree: Path, room: str, wishes: argparse.Namespace) -> float:
    """Try every fault of a room, print its line, and return the share that was noticed."""
    began = time.monotonic()
    files = [file for file in _matches(tree, ROOMS[room][0]) if file.endswith(wishes.file)]
    tests = _matches(tree, ROOMS[room][1])
    baseline = _measure(tree, files, tests)
    _preload(baseline.modules)
    outcomes: Counter[Outcome] = Counter()
    faults = (mutant for file in files for mutant in mutants(tree, file))
    for mutant in islice(faults, 0, None, wishes.every):
        outcome = _outcome(tree, mutant, tests, baseline)
        outcomes[outcome] += 1
        if wishes.show and outcome is Outcome.SURVIVED:
            print(_diff(tree, mutant), flush=True)
    score = 1 - outcomes[Outcome.SURVIVED] / max(outcomes.total(), 1)
    line = {
        "name": f"mutants_{room}",
        "mutants": outcomes.total(),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
        "score": round(score, 4),
        "floor": FLOOR,
        "tests": len(baseline.quick),
        "seconds": round(time.monotonic() - began),
    }
    print(json.dumps(line), flush=True)
    return score


def _matches(tree: Path, patterns: Sequence[str]) -> list[str]:
    return sorted({str(path.relative_to(tree)) for pattern in patterns for path in tree.glob(pattern)})


# --- the faults


def mutants(tree: Path, file: str) -> Iterator[Mutant]:
    """Give each fault that can be made in a file."""
    source = (tree / file).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    faults = _Faults()
    wrapper.visit(faults)
    seen = {source}
    for original, changed, first, last in faults.found:
        code = _replaced(wrapper.module, original, changed)
        if code not in seen:
            seen.add(code)
            yield Mutant(file=file, first=first, last=last, code=code)


def _replaced(module: cst.Module, original: cst.CSTNode, changed: cst.CSTNode) -> str:
    tree = module.deep_replace(original, changed)
    if not isinstance(tree, cst.Module):
        raise TypeError(original)
    return tree.code


class _Faults(cst.CSTVisitor):
    """Collects mutmut's faults of a file, and predicates that always say the same.

    Left out is what only a reader or a type checker sees: annotations, docstrings, the wording of errors and of the
    log, the spelling of an encoding, zip's own check; and decorators, which mutmut leaves out too.
    """

    METADATA_DEPENDENCIES = (PositionProvider,)
    _unseen = (
        m.Annotation()
        | m.Decorator()
        | m.Raise()
        | m.Import()
        | m.ImportFrom()
        | m.If(test=m.Name("TYPE_CHECKING"))
        | m.Expr(value=m.SimpleString() | m.ConcatenatedString())
        | m.Arg(keyword=m.Name("encoding") | m.Name("strict"))
        | m.Call(func=m.Attribute(value=m.Name("_log")))
        | m.Call(func=m.Name("isinstance") | m.Name("len") | m.Name("cast"))
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[cst.CSTNode, cst.CSTNode, int, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if m.matches(node, self._unseen):
            return False
        for changed in (*self._by_mutmut(node), *_one_sided(node)):
            where = self.get_metadata(PositionProvider, node)
            self.found.append((node, changed, where.start.line, where.end.line))
        return True

    def _by_mutmut(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        for kind, faults in mutation_operators:
            if isinstance(node, kind):
                yield from (changed for changed in faults(node) if not self._is_unseen(node, changed))

    def _is_unseen(self, node: cst.CSTNode, changed: cst.CSTNode) -> bool:
        """Tell a call that lost an argument of no consequence, or has None for a truth: that is tried as False."""
        if not (isinstance(node, cst.Call) and isinstance(changed, cst.Call)):
            return False
        lost = [argument for argument in node.args if argument not in changed.args]
        kept = len(node.args) == len(changed.args)
        truth = m.Arg(value=m.Name("True") | m.Name("False"))
        return any(m.matches(argument, self._unseen) or (kept and m.matches(argument, truth)) for argument in lost)


def _one_sided(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Let a function that tells true from false always say the same."""
    if isinstance(node, cst.FunctionDef) and m.matches(node, m.FunctionDef(returns=m.Annotation(m.Name("bool")))):
        for truth in ("True", "False"):
            yield node.with_changes(body=cst.IndentedBlock([cst.parse_statement(f"return {truth}")]))


def _diff(tree: Path, mutant: Mutant) -> str:
    before = (tree / mutant.file).read_text(encoding="utf-8").splitlines()
    return "\n".join(difflib.unified_diff(before, mutant.code.splitlines(), mutant.file, mutant.file, n=1, lineterm=""))


# --- the tests


def _measure(tree: Path, files: Sequence[str], tests: Sequence[str]) -> Baseline:
    """Run the room's tests without a fault, in a process of its own."""
    report, output = tree.parent / "baseline.json", tree.parent / "baseline.txt"

    def look() -> int:
        _into(output)
        coverage = Coverage(data_file=None, config_file=False, include=[str(tree / file) for file in files])
        listener = _Listener(coverage)
        coverage.start()
        code = _pytest(tree, tests, listener)
        coverage.stop()
        lines = {file: coverage.get_data().contexts_by_lineno(str(tree / file)) for file in files}
        modules = [name for name in sys.modules if not name.startswith(_NOT_PRELOADED)]
        report.write_text(json.dumps([listener.seconds, lines, modules]), encoding="utf-8")
        return code

    if os.waitstatus_to_exitcode(os.waitpid(_forked(look), 0)[1]):
        sys.exit(f"{' '.join(tests)}: fails before any fault is made\n{output.read_text(encoding='utf-8')[-4000:]}")
    seconds, lines, modules = json.loads(report.read_text(encoding="utf-8"))
    by_line = {file: {int(line): names for line, names in numbered.items()} for file, numbered in lines.items()}
    return Baseline(seconds, by_line, modules)


def _preload(modules: Sequence[str]) -> None:
    """Import what the tests will need of other people's, once for all faults."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in modules:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    gc.freeze()


def _outcome(tree: Path, mutant: Mutant, tests: Sequence[str], baseline: Baseline) -> Outcome:
    """Put the fault into its place, run the tests in a fork, and put the file right again."""
    path = tree / mutant.file
    source = path.read_bytes()
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()
    path.write_text(mutant.code, encoding="utf-8")
    try:
        order = baseline.order(mutant)
        return _ended(_forked(lambda: _test(tree, tests, order)), baseline.limit_s)
    finally:
        path.write_bytes(source)
        shutil.rmtree(tree.parent / "tmp")
        (tree.parent / "tmp").mkdir()


def _forked(work: Callable[[], int]) -> int:
    """Do the work in a child whose exit code is what it returns; give the child's number."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = work()
    finally:  # nothing of the parent's may be unwound in the child, least of all its temporary folder
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _test(tree: Path, tests: Sequence[str], order: Sequence[str]) -> int:
    """Run the tests until one fails; 0 where none did."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    _into(Path(os.devnull))
    return _pytest(tree, tests, _Order(order), "--exitfirst")


def _ended(pid: int, limit_s: float) -> Outcome:
    deadline = time.monotonic() + limit_s
    outcome = Outcome.TIMEOUT
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            outcome = Outcome.KILLED if status else Outcome.SURVIVED
            break
        time.sleep(_POLL_S)
    # The child leads a group of its own: whatever it started goes with it.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if outcome is Outcome.TIMEOUT:
        os.waitpid(pid, 0)
    return outcome


def _into(output: Path) -> None:
    """Send all that this process prints into a file."""
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(handle, stream)


def _pytest(tree: Path, tests: Sequence[str], plugin: object, *options: str) -> int:
    fixed = (
        "-q",
        "-pno:cacheprovider",
        f"--rootdir={tree}",
        f"-c{tree / 'pyproject.toml'}",
        "--hypothesis-seed=0",
        "-Wignore::pytest.PytestAssertRewriteWarning",  # what was imported before the fork
    )
    return int(pytest.main([*fixed, *options, *(str(tree / test) for test in tests)], plugins=[plugin, _Quick()]))


class _Quick:
    """Keeps hypothesis from shrinking what it finds: that it finds something is all that is asked."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("mutants", hypothesis.settings.default, phases=phases, database=None)
        hypothesis.settings.load_profile("mutants")


@dataclass(slots=True)
class _Order:
    """Runs the tests named, in that order, and no other."""

    names: Sequence[str]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_name = {item.nodeid: item for item in items}
        items[:] = [by_name[name] for name in self.names if name in by_name]


class _Listener:
    """Notes how long each test takes, and tells the coverage which test runs."""

    def __init__(self, coverage: Coverage) -> None:
        self.seconds: dict[str, float] = {}
        self._coverage = coverage

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


if __name__ == "__main__":
    main()
