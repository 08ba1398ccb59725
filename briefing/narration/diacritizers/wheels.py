"""Where the installed wheel keeps the model files, and what to say when one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from briefing import packages


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Files that another package carries: its import name, the folder inside, and how pip calls it."""

    package: str
    folder: str
    distribution: str
    names: tuple[str, ...]

    def path(self, name: str) -> Path:
        """Where a file is, or would be."""
        spec = find_spec(self.package)
        places = spec.submodule_search_locations if spec else None
        return Path(next(iter(places or ["."])), self.folder, name)

    def unusable_because(self) -> str | None:
        """Name the first missing file and how to get it, or None where all are there."""
        if find_spec("onnxruntime") is None:
            return f"onnxruntime is not installed; {packages.install('onnxruntime')}"
        for name in self.names:
            if find_spec(self.package) is None or not self.path(name).is_file():
                return f"{self.package} has no {name} here; {packages.install(self.distribution, '--force-reinstall')}"
        return None


RAWI = ModelFiles(
    "text2tashkeel",
    "models",
    "text2tashkeel",
    ("rawi.int8.onnx", "rawi.vocab.json", "rawi_v2.int8.onnx", "rawi_v3.int8.onnx", "rawi_v2.vocab.json"),
)
