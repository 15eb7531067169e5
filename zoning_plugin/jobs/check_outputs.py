# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks, before any work, that its results can go where they shall."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..core.errors import OutputFailed
from ..files.geopackage import named_tables
from ..files.outputs import refuse_unsafe, remove_leftovers


def check_outputs(targets: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Raise OutputFailed where a file could not be written at the end of the work.

    "folder-missing", "output-is-input", "outputs-same"; "output-is-folder" where a folder has the file's name;
    "folder-not-writable" where the folder takes no file. That is tried with one that vanishes at once: what a system
    grants, above all on a share, cannot be told from permissions.
    """
    refuse_unsafe(targets, inputs)
    for target in targets:
        if target.is_dir():
            raise OutputFailed("output-is-folder", file=target.name)
    for folder in dict.fromkeys(target.parent for target in targets):
        _try_folder(folder)


def refuse_to_replace(target: Path, own: Iterable[str]) -> None:
    """Raise OutputFailed("output-holds-others") where ``target`` is a GeoPackage with tables besides our ``own``: it is replaced whole."""
    others = sorted(named_tables(target) - set(own))
    if others:
        raise OutputFailed("output-holds-others", file=target.name, found="、".join(others))


def check_output_folder(folder: Path) -> None:
    """Raise OutputFailed where ``folder`` could not become the result: it must be new or empty.

    "folder-not-empty", "folder-is-file", "folder-missing" (the one it lies in), "folder-not-writable".
    """
    remove_leftovers(folder)  # what a killed run has left there is nobody's
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputFailed("folder-not-empty", folder=folder.name)
    if folder.exists() and not folder.is_dir():
        raise OutputFailed("folder-is-file", folder=folder.name)
    refuse_unsafe([folder], ())
    _try_folder(folder.parent)


def _try_folder(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as reason:
        raise OutputFailed("folder-not-writable", folder=str(folder), detail=reason.strerror or str(reason)) from reason
