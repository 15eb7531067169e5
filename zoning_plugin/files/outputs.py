# SPDX-License-Identifier: GPL-3.0-or-later
"""Before anything is written: that results go where they may, and over nothing they are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..core.errors import OutputFailed


def refuse_unsafe(targets: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Raise OutputFailed where a target's folder is not there ("folder-missing"), a target is an input or belongs to one
    ("output-is-input": the parts of a shapefile, whatever lies in an input folder), or two targets are one file
    ("outputs-same").
    """  # fmt: skip
    given = list(inputs)
    for target in targets:
        if not target.parent.is_dir():
            raise OutputFailed("folder-missing", folder=str(target.parent), file=target.name)
        if any(_is_same(target, one) or _belongs_to(target, one) for one in given):
            raise OutputFailed("output-is-input", file=target.name)
    for number, one in enumerate(targets):
        if any(_is_same(one, other) for other in targets[:number]):
            raise OutputFailed("outputs-same", file=one.name)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also through links and where the file system ignores case."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _belongs_to(target: Path, given: Path) -> bool:
    """Whether ``target`` is there already and is a part of what was given."""
    if not target.exists():
        return False
    if given.is_dir():
        return target.resolve().is_relative_to(given.resolve())
    return target.with_suffix("").resolve() == given.with_suffix("").resolve() and given.suffix.lower() in (
        ".shp",
        ".tab",
        ".mif",
    )
