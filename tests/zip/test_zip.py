# SPDX-License-Identifier: GPL-3.0-or-later
"""The zip that users install: what is in it, the same bytes every time, and alive in a fresh profile without the developers' venv."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts import build_zip

ROOT = Path(__file__).resolve().parents[2]
ZIP = ROOT / "dist" / f"zoning_plugin-{build_zip.version()}.zip"
SHAPELY_ONLY = ROOT / "build" / "shapely-only"

pytestmark = pytest.mark.skipif(not ZIP.exists(), reason="`make zip` has not been run")


@pytest.fixture(scope="module")
def names() -> list[str]:
    with zipfile.ZipFile(ZIP) as archive:
        return archive.namelist()


# ---- what is in it


def test_the_zip_is_what_the_tree_gives_now(tmp_path: Path) -> None:
    """Built again, elsewhere and with other file times: byte for byte the same."""
    build_zip.write_zip(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == ZIP.read_bytes()


def test_everything_lies_in_one_folder_named_like_the_plugin(names: list[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"zoning_plugin"}
    assert names == sorted(names)


def test_licence_metadata_icon_and_translation_are_inside(names: list[str]) -> None:
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    icon = next(line.removeprefix("icon=") for line in metadata if line.startswith("icon="))
    for name in ("metadata.txt", "LICENSE", "__init__.py", "plugin.py", "i18n/zoning_plugin_zh-Hans.qm", icon):
        assert f"zoning_plugin/{name}" in names


def test_every_resource_of_the_tree_is_inside(names: list[str]) -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(["git", "ls-files", "-z", "resources"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        assert not name or not (ROOT / name).exists() or f"zoning_plugin/{name}" in names


def test_bundled_libraries_are_pure_and_carry_their_licences(names: list[str]) -> None:
    vendored = [name for name in names if name.startswith("zoning_plugin/_vendor/")]
    assert "zoning_plugin/_vendor/openpyxl/__init__.py" in vendored
    assert "zoning_plugin/_vendor/et_xmlfile/__init__.py" in vendored
    assert "zoning_plugin/_vendor/xlrd/__init__.py" in vendored
    assert "zoning_plugin/_vendor/docx/__init__.py" in vendored
    assert not [name for name in names if Path(name).suffix in build_zip.COMPILED]
    for library in ("openpyxl", "et_xmlfile", "xlrd", "python_docx", "typing_extensions"):
        assert [name for name in vendored if f"/{library}-" in name and "LICEN" in name]


def test_nothing_of_the_workshop_is_inside(names: list[str]) -> None:
    assert not [
        name for name in names if "__pycache__" in name or "/." in name or "/tests/" in name.replace("/_vendor/", "")
    ]


def test_a_bundled_library_with_compiled_code_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(*_: object, **__: object) -> None:
        (tmp_path / "vendor").mkdir()
        (tmp_path / "vendor" / "fast.so").write_bytes(b"")

    monkeypatch.setattr(build_zip, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(build_zip.subprocess, "run", install)
    with pytest.raises(build_zip.BuildError, match=r"fast\.so is compiled"):
        build_zip.bundle_libraries()


# ---- alive in a fresh profile


@dataclass(frozen=True)
class Installed:
    """The zip unpacked into a fresh profile, and what QGIS's own Python may see besides the system's packages."""

    profile: Path
    home: Path
    extra_python_path: str

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program as a user's machine would: nothing of the venv, no settings, no display."""
        kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "QGIS_PREFIX_PATH") if name in os.environ}
        prefix = kept.get("QGIS_PREFIX_PATH", "/usr")
        beside = [entry for entry in os.environ.get("PYTHONPATH", "").split(":") if kept and entry.startswith(prefix)]
        environment = kept | {
            "PATH": f"{prefix}/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(self.home),
            "QT_QPA_PLATFORM": "offscreen",
            "QGIS_CUSTOM_CONFIG_PATH": str(self.profile),
            "PYTHONNOUSERSITE": "1",
            "PYTHONPATH": ":".join(filter(None, [*beside, self.extra_python_path])),
        }
        found = shutil.which(program, path=environment["PATH"]) or program
        return subprocess.run(
            [found, *arguments],
            env=environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )

    def qgis_process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run qgis_process itself: Debian 12's wrapper of that name adds an option it does not know."""
        binary = "qgis_process.bin" if shutil.which("qgis_process.bin") else "qgis_process"
        return self.run(binary, *arguments)

    def algorithms(self) -> set[str]:
        """The ids of our algorithms that qgis_process lists."""
        listed = self.qgis_process("--json", "list")
        assert listed.returncode == 0, listed.stderr
        found: set[str] = set()
        for provider in json.loads(listed.stdout[listed.stdout.index("{") :])["providers"].values():
            found |= {name for name in provider.get("algorithms", {}) if name.startswith("zoning:")}
        return found


def _install(folder: Path, extra_python_path: str) -> Installed:
    plugins = folder / "profile" / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(plugins)
    (folder / "home").mkdir(mode=0o700)
    installed = Installed(folder / "profile", folder / "home", extra_python_path)
    enabled = installed.qgis_process("plugins", "enable", "zoning_plugin")
    assert enabled.returncode == 0, enabled.stdout + enabled.stderr
    return installed


def _system_shapely() -> tuple[int, ...]:
    """The version of the shapely that QGIS's own Python has; (0,) for none."""
    code = "import shapely; print(shapely.__version__)"
    asked = subprocess.run(
        ["/usr/bin/python3", "-I", "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )
    return tuple(int(part) for part in asked.stdout.strip().split(".")[:2]) if asked.returncode == 0 else (0,)


def _written_algorithms() -> set[str]:
    """The ids of the algorithm classes in the sources: every class that names itself and is not the provider."""
    names: set[str] = set()
    for file in (ROOT / "zoning_plugin" / "processing").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
            if "name" not in methods or "loadAlgorithms" in methods:
                continue
            for returned in ast.walk(methods["name"]):
                if isinstance(returned, ast.Return) and isinstance(returned.value, ast.Constant):
                    names.add(f"zoning:{returned.value.value}")
    return names


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """In a profile whose Python has shapely 2 and nothing else of the venv."""
    extra = "" if _system_shapely() >= (2,) else str(SHAPELY_ONLY)
    return _install(tmp_path_factory.mktemp("with shapely 测试"), extra)


@pytest.fixture(scope="module")
def without_shapely(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """In a profile whose Python has no shapely of 2.0 or newer, as Debian 12's."""
    if _system_shapely() >= (2,):
        pytest.skip("this system's own shapely is new enough")
    return _install(tmp_path_factory.mktemp("without shapely"), "")


def test_every_algorithm_is_listed(installed: Installed) -> None:
    assert _written_algorithms()
    assert installed.algorithms() == _written_algorithms()


def test_every_algorithm_tells_its_inputs(installed: Installed) -> None:
    for algorithm in sorted(_written_algorithms()):
        told = installed.qgis_process("--json", "help", algorithm)
        assert told.returncode == 0, told.stderr
        assert json.loads(told.stdout[told.stdout.index("{") :])["parameters"]


def test_the_whole_job_runs_on_what_the_zip_brings(installed: Installed) -> None:
    """Import, assess with PDF, lay a plan, package: with the bundled libraries, in a folder of Chinese name with a space."""
    demo = installed.profile / "profiles/default/python/plugins/zoning_plugin/resources/demo"
    first, out = demo / "release-1", installed.home / "结果 一"
    out.mkdir()
    lists = [f"LISTS={path}" for path in sorted((first / "lists").glob("*.xlsx"))]
    zones = [f"ZONES={path}" for path in sorted((first / "zones").glob("*.gpkg"))]
    steps = {
        "importrelease": [f"UNITS={first / 'units.gpkg'}", *lists, *zones, f"SOURCES={first / 'sources.json'}", f"OUTPUT={out / 'r.gpkg'}"],
        "assesssite": [f"RELEASE={out / 'r.gpkg'}", f"SITE={demo / 'sites/site_polygon.gpkg'}", "ON=2026-01-01",
                       f"OUTPUT_JSON={out / 'a.json'}", f"OUTPUT_PDF={out / 'a.pdf'}"],
        "overlayplan": [f"RELEASE={out / 'r.gpkg'}", f"PLAN={demo / 'land_use_plan.gpkg'}", "ON=2026-01-01",
                        f"OUTPUT={out / 'o.gpkg'}", f"OUTPUT_JSON={out / 'o.json'}"],
        "buildfilingpackage": [f"RELEASE={out / 'r.gpkg'}", f"OUTPUT={out / 'p.zip'}"],
    }  # fmt: skip
    for name, arguments in steps.items():
        ran = installed.qgis_process("--json", "run", f"zoning:{name}", "--", *arguments)
        assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert json.loads((out / "a.json").read_text(encoding="utf-8"))["state"] == "complete"
    assert (out / "a.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((out / "o.json").read_text(encoding="utf-8"))["parcels"]["laid"] == 535
    assert zipfile.is_zipfile(out / "p.zip")


def test_the_installed_plugin_finds_its_own_version_resources_and_libraries(installed: Installed) -> None:
    plugins = installed.profile / "profiles" / "default" / "python" / "plugins"
    code = (
        "from zoning_plugin import places\n"
        "openpyxl = places.vendored('openpyxl')\n"
        "from openpyxl.styles import Font\n"
        "print(places.plugin_version(), places.resources_dir(), openpyxl.__file__, sep='\\n')"
    )
    asked = installed.run("/usr/bin/python3", "-S", "-c", f"import sys; sys.path.insert(0, {str(plugins)!r})\n{code}")
    assert asked.returncode == 0, asked.stderr
    version, resources, library = asked.stdout.splitlines()
    assert version == build_zip.version()
    assert Path(resources) == plugins / "zoning_plugin" / "resources"
    assert Path(library).is_relative_to(plugins / "zoning_plugin" / "_vendor")


def test_without_shapely_the_plugin_loads_and_lists_its_algorithms(without_shapely: Installed) -> None:
    assert without_shapely.algorithms() == _written_algorithms()


def test_without_shapely_an_algorithm_says_in_one_sentence_what_is_missing(without_shapely: Installed) -> None:
    """Neither a traceback nor a puzzle about inputs: the sentence of the code `shapely-missing`, and nothing written."""
    release, output = without_shapely.home / "release.gpkg", without_shapely.home / "assessment.json"
    release.write_bytes(b"")
    inputs = [f"RELEASE={release}", "SITE_TEXT=POINT (113.1 22.8)", "SITE_CRS=EPSG:4490", f"OUTPUT_JSON={output}"]
    ran = without_shapely.qgis_process("run", "zoning:assesssite", "--", *inputs)
    said = ran.stdout + ran.stderr
    assert ran.returncode != 0
    assert any(beginning in said for beginning in _sentence_beginnings("shapely-missing")), said
    assert "Traceback" not in said
    assert not output.exists()


def _sentence_beginnings(code: str) -> list[str]:
    """What the sentence of a code begins with, up to its first fact, in each language."""
    beginnings = []
    for file in sorted((ROOT / "resources" / "wording").rglob("*.json")):
        sentence = json.loads(file.read_text(encoding="utf-8")).get(code, "")
        beginnings.append(sentence.partition("{")[0].strip())
    return [beginning for beginning in beginnings if len(beginning) > 4]
