# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is written but through the one way: who opens a file for writing elsewhere is found, and listed with the reason or mended."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "zoning_plugin"

ALLOWED = {
    "files/outputs.py": "the one way",
    "files/canonical_zip.py": "ZipFile: at a place beside",
    "files/geopackage.py": "sqlite3.connect: at a place beside; reading is immutable",
    "files/spreadsheet_writer.py": "ZipFile: in memory",
    "files/vector_writer.py": "GDAL's Create: at a place in a folder beside",
    "files/previous.py": "copies to a place beside; moves a whole release into the folder previous and back",
    "files/kept_file.py": "makes the user's cache folder, and takes kept files out of it that nobody has read for long",
    "files/tiles_file.py": "takes away the tiles beside a release that is removed",
    "files/case_register.py": "sqlite3.connect: the register itself, a transaction a step; a picture of it in the system's temporary folder; evidence at a place beside",
    "files/register_lock.py": "the lock file beside a register, made with O_EXCL",
    "files/share_copy.py": "the local copy of a register on a share; put back at a place beside",
    "files/case_folder.py": "copies into a folder at a place beside",
    "files/archives.py": "unpacks a stranger's zip into the system's temporary folder",
    "jobs/check_outputs.py": "tries a folder with a file that vanishes at once",
    "window.py": "a folder of the system's temporary one for what is pasted and tried while the window is open",
    "bridge/layers.py": "copies a layer without a file into the folder Processing has for what is temporary",
}
"""Modules that write by other means, and where to."""

CALLS = {
    "write_text", "write_bytes", "mkdtemp", "mkstemp", "NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile", "touch", "mkdir",
    "makedirs", "unlink", "rmdir", "rmtree", "rename", "renames", "copyfile", "copy2", "copytree", "copyfileobj", "symlink_to", "hardlink_to",
    "fdopen", "truncate", "Create", "CreateCopy", "VectorTranslate", "DeleteDataSource", "writeAsVectorFormat", "writeAsVectorFormatV2",
    "writeAsVectorFormatV3", "saveNamedStyle", "QSaveFile", "QTemporaryFile", "QTemporaryDir",
}  # fmt: skip
OF_MODULE = {("os", "open"), ("os", "replace"), ("os", "remove"), ("os", "link"), ("shutil", "move"), ("shutil", "copy"), ("sqlite3", "connect")}  # fmt: skip
OPENS = {"open", "ZipFile", "TarFile"}
OF_OUTPUTS = {"write_text", "write_bytes"}
"""Functions of outputs.py that have the name of a Path's; called by themselves, not on something."""

SOURCES = sorted(file for file in PACKAGE.rglob("*.py") if "_vendor" not in file.parts)


def writings(source: str) -> list[str]:
    """Line and words of every call that writes, makes, moves or takes away a file."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value)
        elif isinstance(node.func, ast.Name):
            name, owner = node.func.id, ""
        else:
            continue
        is_named = (name in CALLS and not (name in OF_OUTPUTS and not owner)) or (owner, name) in OF_MODULE
        if is_named or (name in OPENS and _opens_for_writing(node, on_path=bool(owner))):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _opens_for_writing(call: ast.Call, *, on_path: bool) -> bool:
    """Whether a mode with w, a, x or + is said, or for open() and ZipFile() by themselves one that is no plain text."""
    is_method = on_path and isinstance(call.func, ast.Attribute) and call.func.attr == "open"
    given = [one.value for one in call.keywords if one.arg == "mode"] + call.args[0 if is_method else 1 : 2]
    for one in given:
        if isinstance(one, ast.Constant):
            if isinstance(one.value, str) and len(one.value) <= 3 and set(one.value) & set("wax+"):
                return True
        elif not is_method:
            return True
    return False


def _name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_no_other_module_writes(file: Path) -> None:
    found = writings(file.read_text(encoding="utf-8"))
    assert not found or _name(file) in ALLOWED


@pytest.mark.parametrize("name", ALLOWED)
def test_the_list_is_no_longer_than_needed(name: str) -> None:
    assert writings((PACKAGE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "open(p, 'w')", "open(p, mode='ab')", "p.open('x')", "p.open('r+')", "p.write_text('')", "p.write_bytes(b'')", "os.replace(a, b)",
        "zipfile.ZipFile(p, 'w')", "ZipFile(p, mode='a')", "tempfile.mkdtemp()", "os.open(p, flags)", "open(p, how)", "shutil.move(a, b)",
        "sqlite3.connect(p)", "gdal.GetDriverByName('GPKG').Create(p)",
    ],
)  # fmt: skip
def test_writing_is_seen(line: str) -> None:
    assert writings(line)


@pytest.mark.parametrize(
    "line",
    ["open(p, encoding='utf-8')", "open(p, 'rb')", "p.open('rb')", "p.open()", "ZipFile(p)", "write_text(place, '')", "text.replace('a', 'b')",
     "archive.open(member)"],
)  # fmt: skip
def test_reading_is_not(line: str) -> None:
    assert not writings(line)
