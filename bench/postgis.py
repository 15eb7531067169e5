# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostGIS of our own: a server on a temporary folder, reached through a socket there, that ends with the process that started it."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from .inputs import shapes
from .measuring import Absent

_PACKAGE: Final = "postgresql-postgis"
_SERVERS: Final = Path("/usr/lib/postgresql")
_SETTINGS: Final = ("listen_addresses=", "fsync=off", "shared_buffers=512MB", "work_mem=64MB", "jit=off")
"""Nothing here has to survive a failure of power; the queries are a little faster without jit. The rest is as PostgreSQL sets it."""

_GUARD: Final = r"""
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
cat >/dev/null
kill -INT $!
wait
rm -rf "$folder"
"""
"""Starts the server; when our end of the pipe is closed, however this process ends, stops it and removes its folder."""


class PostgisBroken(Exception):
    """The server or a statement failed; the message is its last word."""


def programs() -> Path:
    """The folder of the programs of a PostgreSQL that has PostGIS. Raises Absent where there is none."""
    found = [
        one for one in sorted(_SERVERS.glob("*/bin"))
        if Path(f"/usr/share/postgresql/{one.parent.name}/extension/postgis.control").is_file()
    ]  # fmt: skip
    if not found:
        raise Absent(f"there is no PostGIS; apt-get install --no-install-recommends {_PACKAGE}")
    return found[-1]


def install() -> None:
    """Have PostGIS; where it is missing and one may, it is installed. Raises Absent."""
    try:
        programs()
    except Absent:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (("update",), ("-y", "install", "--no-install-recommends", _PACKAGE)):
            subprocess.run(["apt-get", "-qq", *words], check=False, capture_output=True, env=quiet)  # noqa: S607
        programs()


@contextmanager
def cluster(binaries: Path, patience: float = 900) -> Iterator[Cluster]:
    """A server with an empty database; stopped, and its folder removed, when the block ends, also by an error, and when we are killed.

    A statement is broken off after ``patience`` seconds: Absent. Raises PostgisBroken.
    """
    folder = Path(tempfile.mkdtemp(prefix="zoning-bench-pg-"))
    owner: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = {"user": "postgres", "group": "postgres", "extra_groups": ()}
        shutil.chown(folder, "postgres", "postgres")
    server = Cluster(folder, binaries, patience)
    try:
        made = subprocess.run(
            [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            check=False, capture_output=True, text=True, cwd="/", **owner,
        )  # fmt: skip
        if made.returncode != 0:
            raise PostgisBroken(_last_line(made.stderr))
        settings = [word for one in _SETTINGS for word in ("-c", one)]
        command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings]
        guard: subprocess.Popen[bytes] = subprocess.Popen(  # in a session of its own: Ctrl-C is for us, and we close the pipe
            ["/bin/sh", "-c", _GUARD, "guard", str(folder), *command], stdin=subprocess.PIPE, start_new_session=True, cwd="/", **owner,
        )  # fmt: skip
        try:
            server.begin()
            yield server
        finally:
            _close(guard)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _close(guard: subprocess.Popen[bytes]) -> None:
    """Stop the server: of itself, or, when it does not, with everything that was started with it."""
    assert guard.stdin is not None
    guard.stdin.close()
    try:
        guard.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(guard.pid, signal.SIGKILL)
        guard.wait()


class Cluster:
    """The server that runs: statements, loading, and how much memory it takes."""

    def __init__(self, folder: Path, binaries: Path, patience: float) -> None:
        self.folder = folder
        self._patience = patience
        self._psql = [str(binaries / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(folder), "-U", "postgres"]
        self._options = {
            **os.environ,
            "PGOPTIONS": f"-c statement_timeout={patience:.0f}s -c client_min_messages=warning",
        }

    def begin(self, seconds: float = 30) -> None:
        """Wait until the server answers, and make the database."""
        until = time.monotonic() + seconds
        while True:
            try:
                self.run("CREATE DATABASE bench", database="postgres")
                break
            except PostgisBroken:
                if time.monotonic() > until:
                    log = self.folder / "log"
                    said = _last_line(log.read_text(encoding="utf-8", errors="replace")) if log.is_file() else "no word"
                    raise PostgisBroken(f"the server does not answer: {said}") from None
                time.sleep(0.05)
        self.run("CREATE EXTENSION postgis")

    def run(self, *statements: str, given: Iterable[bytes] = (), database: str = "bench") -> str:
        """Run the statements in one session, ``given`` to the one that copies from STDIN; what they answer."""
        words = [word for one in statements for word in ("-c", one)]
        with subprocess.Popen(
            [*self._psql, "-d", database, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self._options
        ) as psql:  # fmt: skip
            assert psql.stdin is not None
            with suppress(BrokenPipeError):  # then it says why
                psql.stdin.writelines(given)
            answer, errors = psql.communicate()
        if psql.returncode != 0:
            said = errors.decode(errors="replace").strip().splitlines()[0]
            if "statement timeout" in said:
                raise Absent(f"broken off after {self._patience / 60:.0f} minutes")
            raise PostgisBroken(said)
        return answer.decode().strip()

    def load(self, table: str, key: str, path: Path) -> None:
        """A table of key and geometry of the one layer of a GeoPackage (``table`` is its name too)."""
        made = f"CREATE UNLOGGED TABLE {table} ({key} text, geom geometry)"
        self.run(made, f"COPY {table} FROM STDIN (FORMAT binary)", given=_binary_copy(table, key, path))

    def pieces(self, table: str) -> Iterator[tuple[str, str, bytes]]:
        """The rows of a table of two keys and a geometry as WKB, as they come."""
        copy = f"COPY (SELECT *, encode(ST_AsBinary(geom), 'hex') FROM {table}) TO STDOUT"  # noqa: S608
        with subprocess.Popen([*self._psql, "-d", "bench", "-c", copy], stdout=subprocess.PIPE, text=True) as psql:
            assert psql.stdout is not None
            for line in psql.stdout:
                parcel, unit, _geometry, wkb = line.rstrip("\n").split("\t")
                yield parcel, unit, bytes.fromhex(wkb)
        if psql.returncode != 0:
            raise PostgisBroken(f"the pieces of {table} could not be read")

    def measured(self, work: Callable[[], object]) -> tuple[float, int]:
        """Seconds that ``work`` takes, and the most memory that the server's processes had meanwhile, shared memory counted once."""
        done, peaks = threading.Event(), [0]

        def watch() -> None:
            while not done.wait(0.1):
                peaks.append(self._memory())

        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        started = time.perf_counter()
        try:
            work()
        finally:
            seconds = time.perf_counter() - started
            peaks.append(self._memory())
            done.set()
            watching.join()
        return seconds, max(peaks)

    def _memory(self) -> int:
        """Bytes of the server and its children, each shared page divided among those that have it."""
        try:
            server = (self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
            children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="utf-8").split()
        except OSError:
            return 0
        return sum(_proportional_bytes(process) for process in (server, *children))


def _proportional_bytes(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _binary_copy(table: str, key: str, path: Path) -> Iterator[bytes]:
    """The rows in PostgreSQL's binary format for COPY: a header, rows of (length, bytes), a trailer."""
    yield struct.pack(">11sii", b"PGCOPY\n\xff\r\n\0", 0, 0)
    for name, wkb in shapes(path, table, key):
        word = name.encode()
        yield struct.pack(">hi", 2, len(word)) + word + struct.pack(">i", len(wkb)) + wkb
    yield struct.pack(">h", -1)


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no word")
