# SPDX-License-Identifier: GPL-3.0-or-later
"""A file on a share worked on as a local copy, put back whole after every step; nothing is put over what somebody else has put there."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..core.errors import OutputFailed, RegisterUnusable
from .outputs import beside

_NETWORK: Final = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.gvfsd-fuse",
    "fuse.rclone", "fuse.davfs2", "davfs", "davfs2", "vboxsf", "fuse.vmhgfs-fuse",
})  # fmt: skip
_HEAD: Final = 100
"""SQLite's file header: its change counter is in it."""
_REMOTE: Final = 4
"""DRIVE_REMOTE of GetDriveTypeW."""


@dataclass(frozen=True)
class _Mark:
    """What a file was when it was last copied or put back."""

    size: int
    modified_ns: int
    head: str
    sha256: str


class ShareCopy:
    """The local copy of a file on a share. ``path`` is where it is worked on; ``told`` names a copy that was kept beside it."""

    def __init__(self, shared: Path, workshop: Path) -> None:
        """Copy ``shared`` into a folder of its own in ``workshop`` (on this computer).

        A copy that an earlier session could not put back is taken up again where the share is still what it was copied from;
        else it is kept under another name. Raises RegisterUnusable("register-copy-failed").
        """
        self.shared = shared
        self.kept: Path | None = None
        try:
            name = hashlib.sha256(str(shared.resolve()).encode("utf-8", "backslashreplace")).hexdigest()[:16]
            self._folder = workshop / name
            self._folder.mkdir(parents=True, exist_ok=True)
            self.path = self._folder / shared.name
            self._note = self._folder / "copied-from.json"
            now = sha256_of(shared)
            if self.path.is_file() and sha256_of(self.path) != now:
                if self._noted() == now:
                    self._mark = _marked(shared)
                    return
                self.kept = self._put_aside()
            shutil.copyfile(shared, self.path)
            self._mark = _marked(shared)
            if self._mark.sha256 != sha256_of(self.path):
                raise RegisterUnusable("register-busy", file=shared.name)
            self._write_note()
        except OSError as reason:
            detail = reason.strerror or str(reason)
            raise RegisterUnusable("register-copy-failed", file=shared.name, detail=detail) from reason

    @property
    def is_behind(self) -> bool:
        """Whether the copy holds what the share does not have yet."""
        return sha256_of(self.path) != self._mark.sha256

    def check(self) -> None:
        """Raise RegisterUnusable("register-changed-meanwhile") where the share's file is no longer the one that was copied.

        The copy is then kept under another name; both are named.
        """
        try:
            is_same = _is_still(self.shared, self._mark)
        except OSError as reason:
            raise self._not_put_back(reason.strerror or str(reason)) from reason
        if not is_same:
            kept = self._put_aside()
            raise RegisterUnusable("register-changed-meanwhile", file=str(self.shared), kept=str(kept))

    def put_back(self) -> None:
        """Put the copy over the share's file, whole.

        Raises RegisterUnusable: "register-changed-meanwhile"; "register-not-put-back" (the copy stays, and goes with the next step).
        """
        self.check()
        try:
            with beside([self.shared]) as (place,):
                shutil.copyfile(self.path, place)
            self._mark = _marked(self.shared)
            self._write_note()
        except OutputFailed as reason:
            raise self._not_put_back(reason.facts.get("detail", reason.code)) from reason
        except OSError as reason:
            raise self._not_put_back(reason.strerror or str(reason)) from reason

    def remove(self) -> None:
        """Take the copy away, where the share has all of it."""
        try:
            if not self.is_behind:
                shutil.rmtree(self._folder)
        except OSError:
            pass  # it is taken up, or written over, the next time

    def _not_put_back(self, detail: str) -> RegisterUnusable:
        return RegisterUnusable("register-not-put-back", file=str(self.shared), kept=str(self.path), detail=detail)

    def _put_aside(self) -> Path:
        number = 1
        while (aside := self._folder.parent / f"{self.shared.stem}.kept-{number}{self.shared.suffix}").exists():
            number += 1
        shutil.copyfile(self.path, aside)
        return aside

    def _noted(self) -> str:
        try:
            return str(json.loads(self._note.read_text(encoding="utf-8"))["sha256"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _write_note(self) -> None:
        part = self._note.with_suffix(".part")
        part.write_text(json.dumps({"sha256": self._mark.sha256, "file": str(self.shared)}), encoding="utf-8")
        os.replace(part, self._note)


def is_network_drive(path: Path) -> bool:
    """Whether a path lies on a network drive, as far as the system says so; a synchronised folder looks like any other."""
    place = path if path.exists() else path.parent
    if sys.platform == "win32":
        text = str(place.resolve())
        if text.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(text[:3]) == _REMOTE)
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    mounts = [line.split(" ") for line in lines]
    there = place.resolve()
    holding = [
        (Path(one[1].replace("\\040", " ")), one[2])
        for one in mounts
        if len(one) > 2 and there.is_relative_to(one[1].replace("\\040", " "))
    ]
    return bool(holding) and max(holding, key=lambda one: len(one[0].parts))[1] in _NETWORK


def sha256_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _marked(path: Path) -> _Mark:
    found = path.stat()
    with path.open("rb") as file:
        head = file.read(_HEAD).hex()
    return _Mark(found.st_size, found.st_mtime_ns, head, sha256_of(path))


def _is_still(path: Path, mark: _Mark) -> bool:
    found = path.stat()
    with path.open("rb") as file:
        head = file.read(_HEAD).hex()
    if (found.st_size, head) != (mark.size, mark.head):
        return False
    return found.st_mtime_ns == mark.modified_ns or sha256_of(path) == mark.sha256
