# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the plugin as QGIS installs it: a zip of the same bytes every time, or a folder of links for a QGIS of this tree.

``build_zip.py`` writes dist/zoning_plugin-<version>.zip and prints its path and SHA-256;
``build_zip.py --show FOLDER`` lays FOLDER/zoning_plugin out with links into this tree, for QGIS_PLUGINPATH=FOLDER.
"""

from __future__ import annotations

import argparse
import configparser
import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
NAME: Final = "zoning_plugin"
VENDOR_LOCK: Final = ROOT / "requirements" / "vendor.txt"
VENDOR: Final = ROOT / "build" / "vendor"

FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the oldest a zip can hold. The version says how old the plugin is."""

COMPILED: Final = {".so", ".pyd", ".dll", ".dylib", ".a", ".o"}
LEFT_BY_PROGRAMS: Final = ("*.pyc", "*.pyo", "*-wal", "*-shm", "*.aux.xml", "*.qmd", "*~", ".*")


class BuildError(Exception):
    """The zip cannot be built as it should be; the message says why."""


def plugin_files() -> dict[str, Path]:
    """Every file of the zip: its path inside ``zoning_plugin/`` (with forward slashes) → the file on disk, in a fixed order.

    Raises BuildError when a part is missing or a bundled library is not pure Python.
    """
    files: dict[str, Path] = {}
    for name in ("metadata.txt", "LICENSE"):
        files[name] = ROOT / name
    for file in _walk(ROOT / NAME):
        relative = file.relative_to(ROOT / NAME)
        if relative.parts[0] != "_vendor":
            files[relative.as_posix()] = file
    for file in _walk(ROOT / "resources"):
        files[file.relative_to(ROOT).as_posix()] = file
    for source in sorted((ROOT / "i18n").glob("*.ts")):
        compiled = source.with_suffix(".qm")
        if not compiled.is_file():
            raise BuildError(f"{compiled.relative_to(ROOT)} is missing: run `make i18n` first")
        files[f"i18n/{compiled.name}"] = compiled
    files["_vendor/README.md"] = ROOT / NAME / "_vendor" / "README.md"
    for file in _walk(VENDOR):
        files[f"_vendor/{file.relative_to(VENDOR).as_posix()}"] = file
    absent = [path for path, file in files.items() if not file.is_file()]
    if absent:
        raise BuildError(f"missing: {', '.join(absent)}")
    return dict(sorted(files.items()))


def bundle_libraries() -> None:
    """Fill build/vendor with what requirements/vendor.txt pins, by hash; does nothing when it is already so.

    Raises BuildError when a library brings compiled code, or does not carry its licence.
    """
    stamp = VENDOR / ".stamp"
    wanted = hashlib.sha256(VENDOR_LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    shutil.rmtree(VENDOR, ignore_errors=True)
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile", "-qq"]
    pip = [sys.executable, "-m", "pip", "install", *options, "--target", str(VENDOR), "-r", str(VENDOR_LOCK)]
    subprocess.run(pip, check=True)
    for file in _walk(VENDOR):
        if file.suffix.lower() in COMPILED:
            raise BuildError(f"{file.name} is compiled code: only pure Python can be bundled")
    for information in VENDOR.glob("*.dist-info"):
        if not any(file.name.upper().startswith(("LICEN", "COPYING")) for file in information.rglob("*")):
            raise BuildError(f"{information.name} carries no licence file")
        # RECORD and INSTALLER say how this machine installed it, not what it is.
        for name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
            (information / name).unlink(missing_ok=True)
    shutil.rmtree(VENDOR / "bin", ignore_errors=True)
    stamp.write_text(wanted, encoding="ascii")


def write_zip(destination: Path) -> None:
    """Write the plugin as a zip: sorted entries, fixed dates and rights, written beside and moved into place."""
    files = plugin_files()
    beside = destination.with_suffix(".part")
    destination.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path, file in files.items():
                entry = zipfile.ZipInfo(f"{NAME}/{path}", FIXED_DATE)
                entry.create_system = 3
                entry.external_attr = 0o100644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
        beside.replace(destination)
    finally:
        beside.unlink(missing_ok=True)


def show_tree(folder: Path) -> None:
    """Lay ``folder/zoning_plugin`` out as links to this tree's files, so that QGIS runs what is being edited."""
    plugin = folder / NAME
    plugin.mkdir(parents=True, exist_ok=True)
    targets = {path.name: path for path in (ROOT / NAME).iterdir() if path.name not in {"_vendor", "__pycache__"}}
    targets |= {name: ROOT / name for name in ("metadata.txt", "LICENSE", "resources", "i18n")}
    targets["_vendor"] = VENDOR
    for link in plugin.iterdir():  # what is right already is left alone: a QGIS may be running on it
        if link.is_symlink() and link.readlink() == targets.get(link.name):
            del targets[link.name]
        else:
            link.unlink()
    for name, target in sorted(targets.items()):
        (plugin / name).symlink_to(target)


def version() -> str:
    """The version as metadata.txt states it."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read_string((ROOT / "metadata.txt").read_text(encoding="utf-8"))
    return metadata["general"]["version"]


def _walk(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        is_left_over = "__pycache__" in file.parts or any(file.match(pattern) for pattern in LEFT_BY_PROGRAMS)
        if file.is_file() and not is_left_over:
            yield file


def main() -> int:
    """Run from the command line; 1 and one sentence when the plugin cannot be built."""
    parser = argparse.ArgumentParser(description="Build the plugin's zip.")
    parser.add_argument("--show", metavar="FOLDER", type=Path, help="lay out a folder of links instead")
    chosen = parser.parse_args()
    try:
        bundle_libraries()
        if chosen.show:
            show_tree(chosen.show.resolve())
            return 0
        destination = ROOT / "dist" / f"{NAME}-{version()}.zip"
        write_zip(destination)
    except BuildError as error:
        print(f"build_zip: {error}", file=sys.stderr)
        return 1
    print(f"{destination.relative_to(ROOT)}  sha256 {hashlib.sha256(destination.read_bytes()).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
