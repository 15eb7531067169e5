# SPDX-License-Identifier: GPL-3.0-or-later
"""The case register 台账: one GeoPackage for an office, one transaction a step. Format: docs/formats/case-register.md."""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import re
import shutil
import sqlite3
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote

from ..core import geometry
from ..core.errors import Fault, JudgementRefused, Level, OutputFailed, RegisterUnusable, SiteUnusable, fault
from ..core.geometry import Shape
from ..core.judgement import (
    Action,
    Answer,
    Assessed,
    Case,
    CaseState,
    Conclusion,
    Evidence,
    Matter,
    Output,
    Signature,
    SigningStep,
    Verdict,
    check_signatures,
    may_conclude,
    signatures_that_hold,
)
from ..core.project import Project
from ..core.terms import State
from .case_record import (
    assessed_from,
    canonical,
    evidence_from,
    fields_from,
    is_sha256,
    parsed,
    platform_from,
    platform_of,
    rules_from,
    rules_of,
)
from .geopackage import APPLICATION_ID, SQLITE_HEAD, SRS, USER_VERSION, create_geopackage_tables
from .outputs import beside, make_folder, refuse_unsafe
from .register_lock import Holder, WriteLock, holder_of, take_lock
from .share_copy import ShareCopy, is_network_drive, sha256_of

SCHEMA: Final = "zoning.register/1"
LARGEST_EVIDENCE: Final = 500_000_000
"""Bytes of one file that supports an answer."""
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
_TRIES: Final = 40
_PAUSE_S: Final = 0.05

# Columns after fid (and geom), in stored order. "TEXT NOT NULL" unless said otherwise.
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "cases": ("case_id", "number", "version INTEGER", "name", "state", "project", "matter", "platform", "rules", "site", "units",
              "release_name", "release_digest", "standing_digest", "on_date", "assessed_sha256", "made_at", "changed_at"),
    "assessments": ("case_id", "version INTEGER", "assessed"),
    "answers": ("case_id", "version INTEGER", "clause_key", "unit_code", "text_sha256", "verdict", "reason", "evidence", "by", "at",
                "reused_from"),
    "conclusions": ("case_id", "version INTEGER", "verdict", "remark", "by", "at", "answers INTEGER"),
    "signatures": ("case_id", "version INTEGER", "step", "action", "by", "at", "remark"),
    "outputs": ("case_id", "version INTEGER", "kind", "file", "sha256", "made_at"),
    "rejudgements": ("case_id", "version INTEGER", "release_digest", "on_date", "state", "changes", "assessed", "at"),
    "register": ("key", "value"),
}  # fmt: skip
_UNIQUE: Final = {"cases": ("case_id", "version"), "assessments": ("case_id", "version"), "register": ("key",)}
_INDEXES: Final = {
    "answers_case": "answers (case_id, version)", "answers_text": "answers (text_sha256)", "conclusions_case": "conclusions (case_id, version)",
    "signatures_case": "signatures (case_id, version)", "outputs_case": "outputs (case_id, version)",
    "rejudgements_case": "rejudgements (case_id, version)",
}  # fmt: skip
_ONLY_ADDED_TO: Final = ("assessments", "answers", "conclusions", "signatures", "outputs", "rejudgements")
_TITLES: Final = {"cases": "研判事项", "assessments": "研判结果", "answers": "逐条答复", "conclusions": "结论", "signatures": "签署",
                  "outputs": "成果文件", "rejudgements": "复判", "register": "台账说明"}  # fmt: skip

_NOTHING: Final = Assessed("", "", "", State.INCOMPLETE, (), ())
"""Stands for the assessment where only the rest of a case is read."""
_Row = TypeVar("_Row")
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class CaseHead:
    """What the register's list shows of a case, without its clauses and answers. ``box`` is west, south, east, north (EPSG:4490).

    ``verdict`` is that of the last conclusion a person gave, empty when there is none: whether it stands, the whole case says.
    """

    case_id: str
    version: int
    number: str
    name: str
    state: CaseState
    project: Project
    matter: Matter
    release_name: str
    release_digest: str
    standing_digest: str
    on: str
    units: tuple[str, ...]
    verdict: Verdict | None
    made_at: str
    changed_at: str
    box: Bounds
    shape: Shape = field(repr=False, compare=False)


@dataclass(frozen=True)
class EarlierAnswer:
    """An answer of another case to a clause of the same wording in the same unit, with that case."""

    answer: Answer
    case_id: str
    version: int
    number: str
    name: str
    industry: str
    state: CaseState


@dataclass(frozen=True)
class StoredRejudgement:
    """A case laid by another release: what of its clauses changes (JSON), and the whole assessment (JSON)."""

    case_id: str
    version: int
    release_digest: str
    on: str
    state: str
    changes: str
    assessed: str
    at: str


# --- opening ---------------------------------------------------------------------------------------------------------


def create_register(path: Path, *, office: str = "") -> None:
    """Make an empty register. Raises OutputFailed: "folder-missing", "register-is-there", "output-unwritable"."""
    refuse_unsafe([path], ())
    if path.exists():
        raise OutputFailed("register-is-there", file=path.name)
    with beside([path]) as (place,):
        try:
            _create(place, office)
        except sqlite3.Error as reason:
            raise OutputFailed("output-unwritable", file=path.name, detail=reason) from reason


class CaseRegister:
    """An open register: for writing by the one who holds its lock, else a picture of it as it was when it was opened.

    ``holder`` is who writes it, where it is only read. ``faults`` are what was found odd on opening. Its methods may be called
    from any thread, one at a time.
    """

    def __init__(
        self,
        path: Path,
        who: str,
        *,
        at: str,
        read_only: bool = False,
        on_share: bool | None = None,
        workshop: Path | None = None,
        take_over: bool = False,
    ) -> None:
        """Open ``path`` for ``who``; somebody else at it: RegisterUnusable("register-held"), to be opened ``read_only`` then.

        ``on_share``: None asks the system; on a share the register is worked on as a copy in ``workshop`` (a folder on this
        computer) and put back whole after every step. ``take_over``: a person says that the one who holds it at another computer no longer does.

        Raises RegisterUnusable: "register-missing", "register-not-a-register", "register-schema-unknown", "register-damaged",
        "register-held", "register-not-writable", "register-busy", "register-copy-failed".
        """
        _check_head(path)
        self.path = path
        self.is_writable = not read_only
        self.on_share = is_network_drive(path) if on_share is None else on_share
        self.faults: tuple[Fault, ...] = ()
        self.holder: Holder | None = None
        self._guard = threading.RLock()
        self._lock: WriteLock | None = None
        self._copy: ShareCopy | None = None
        self._left = contextlib.ExitStack()
        self._database: sqlite3.Connection | None = None
        try:
            if self.is_writable:
                self._lock = take_lock(path, who, at, take_over=take_over)
                self._left.callback(self._lock.release)
                if self.on_share:
                    self._copy = ShareCopy(path, workshop or Path(tempfile.gettempdir()) / "zoning-registers")
                self._database = _connect(self._copy.path if self._copy else path, path.name)
                if self._copy is not None and self._copy.kept is not None:
                    self.faults += (fault("register-copy-kept", file=path.name, kept=str(self._copy.kept)),)
                if self._copy is not None and self._copy.is_behind:
                    self._copy.put_back()
                self._opened_as = path.stat()
            else:
                self.holder = holder_of(path)
                self._database = self._picture()
            self._left.callback(self._disconnect)
            self.faults += self._check()
        except OSError as reason:
            self.close()
            raise _damaged(path, reason) from reason
        except BaseException:
            self._disconnect()
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the register go; a copy that the share has wholly is taken away."""
        with self._guard:
            self._disconnect()
            if self._copy is not None:
                self._copy.remove()
                self._copy = None
            self._left.close()

    def refresh(self) -> None:
        """Of a register that is only read: take its picture anew, and who holds it. Raises as opening does."""
        if not self.is_writable:
            with self._guard:
                fresh = self._picture()
                self._disconnect()
                self._database = fresh
                self.holder = holder_of(self.path)

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def office(self) -> str:
        """Whose register it is."""
        with self._reading() as database:
            row = database.execute("SELECT value FROM register WHERE key = 'office'").fetchone()
            return str(row["value"]) if row else ""

    def next_number(self, year: str) -> str:
        """The number that the next case of a year gets when the office states none: 2026-0001; used up by :meth:`record` of a new case."""
        with self._reading() as database:
            return f"{year}-{self._count(database) + 1:04d}"

    def heads(self, *, all_versions: bool = False) -> tuple[CaseHead, ...]:
        """Every case as the list shows it, the newest version of each unless all are asked for; in the order they were made."""
        with self._reading() as database:
            verdicts = {
                (row["case_id"], row["version"]): str(row["verdict"])
                for row in database.execute("SELECT * FROM conclusions ORDER BY fid")
            }
            heads = [self._made(_head, row, verdicts) for row in database.execute("SELECT * FROM cases ORDER BY fid")]
        newest = {one.case_id: max(other.version for other in heads if other.case_id == one.case_id) for one in heads}
        return tuple(one for one in heads if all_versions or one.version == newest[one.case_id])

    def read(self, case_id: str, version: int | None = None) -> Case:
        """A whole case, the newest version unless stated. Raises RegisterUnusable: "case-missing", "register-damaged"."""
        with self._reading() as database:
            row = database.execute(
                "SELECT * FROM cases WHERE case_id = ? AND (version = ? OR ? IS NULL) ORDER BY version DESC LIMIT 1",
                (case_id, version, version),
            ).fetchone()
            if row is None:
                raise RegisterUnusable("case-missing", case=case_id, file=self.path.name)
            return self._made(self._case, row)

    def earlier_answers(self, unit_code: str, text_sha256: str, *, but_not: str = "") -> tuple[EarlierAnswer, ...]:
        """The answer each other case (not ``but_not``) last gave to this wording in this unit, latest first."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT a.*, c.number AS c_number, c.name AS c_name, c.project AS c_project, c.state AS c_state FROM answers a "
                "JOIN cases c ON c.case_id = a.case_id AND c.version = a.version "
                "WHERE a.text_sha256 = ? AND a.unit_code = ? AND a.case_id != ? ORDER BY a.fid",
                (text_sha256, unit_code, but_not),
            ).fetchall()
            last = {row["case_id"]: row for row in rows}
            found = [self._made(_earlier, row) for row in last.values()]
        return tuple(sorted(found, key=lambda one: one.answer.at, reverse=True))

    def rejudgements(self, case_id: str) -> tuple[StoredRejudgement, ...]:
        """What other releases would make of a case, as they were laid over it."""
        with self._reading() as database:
            rows = database.execute("SELECT * FROM rejudgements WHERE case_id = ? ORDER BY fid", (case_id,)).fetchall()
        return tuple(
            StoredRejudgement(one["case_id"], one["version"], one["release_digest"], one["on_date"], one["state"], one["changes"], one["assessed"], one["at"])
            for one in rows
        )  # fmt: skip

    # --- writing -----------------------------------------------------------------------------------------------------

    def record(self, case: Case) -> Case:
        """Store a case as it is now, in one transaction: a new one, a new version, or what it has more than the stored one.

        Nothing stored is changed but the fields a person fills in, and those only while the case lies with the first step. When this returns, the step is
        on disk. Raises JudgementRefused: "case-locked", "case-signed" (fields or answers of a case that is past the first step),
        "conclusion-of-incomplete" and its like (a conclusion the answers do not allow), "signatures-disagree", "case-not-approved" (a new version of what is not).
        RegisterUnusable: "register-read-only", "case-changed-meanwhile" (what is stored is not what the case was made from),
        "register-lock-lost", "register-replaced", "register-changed-meanwhile", "register-not-put-back", "register-damaged".
        """  # fmt: skip
        case = _storable(case)
        with self._step() as database:
            stored = self._stored(database, case)
            if stored is not None:
                _check_follows(stored, case)
            _refuse_impossible(case)
            if stored is None:
                self._insert(database, case)
            else:
                self._update(database, stored, case)
        return case

    def record_rejudged(self, found: Sequence[StoredRejudgement]) -> None:
        """Store what another release makes of cases. Raises as :meth:`record` does."""
        with self._step() as database:
            for one in found:
                _insert_row(database, "rejudgements", (
                    one.case_id, one.version, one.release_digest, one.on, one.state, one.changes, one.assessed, one.at,
                ))  # fmt: skip

    def keep_evidence(self, file: Path, *, name: str = "") -> Evidence:
        """Copy a file into the folder beside the register, under its SHA-256.

        Raises OutputFailed("evidence-unreadable", "evidence-too-large", "output-unwritable"), RegisterUnusable("register-read-only").
        """
        if not self.is_writable:
            raise RegisterUnusable("register-read-only", file=self.path.name)
        try:
            size = file.stat().st_size
            if not file.is_file():
                raise OutputFailed("evidence-unreadable", file=file.name, detail="")
            if size > LARGEST_EVIDENCE:
                raise OutputFailed("evidence-too-large", file=file.name, size=size, most=LARGEST_EVIDENCE)
            digest = sha256_of(file)
        except OSError as reason:
            raise OutputFailed("evidence-unreadable", file=file.name, detail=reason.strerror or str(reason)) from reason
        make_folder(self.files_folder)
        kept = Evidence(_text(name or file.name), digest, size)
        if not _is_file_of(self.evidence_path(kept), digest):
            with beside([self.evidence_path(kept)], [file]) as (place,):
                shutil.copyfile(file, place)
                if not _is_file_of(place, digest):
                    raise OutputFailed("evidence-unreadable", file=file.name, detail="")  # somebody writes it meanwhile
        return kept

    @property
    def files_folder(self) -> Path:
        """Where evidence lies, by SHA-256."""
        return self.path.with_name(self.path.stem + ".files")

    def evidence_path(self, evidence: Evidence) -> Path:
        """Where a file lies; whether it is still there and the same, :meth:`missing_evidence` says."""
        if not is_sha256(evidence.sha256):
            raise ValueError(evidence.sha256)
        return self.files_folder / evidence.sha256

    def has_version(self, case_id: str) -> int:
        """The newest version of a case that the register holds; 0 for none."""
        with self._reading() as database:
            row = database.execute("SELECT max(version) FROM cases WHERE case_id = ?", (case_id,)).fetchone()
            return int(row[0] or 0)

    def missing_evidence(self, case: Case) -> tuple[Fault, ...]:
        """Files of a case that are no longer there ("evidence-missing") or no longer the same ("evidence-changed")."""
        files = [one for answer in case.answers for one in answer.evidence]
        files += [case.platform.file] if case.platform.file is not None else []
        faults = []
        for one in dict.fromkeys(files):
            try:
                with self.evidence_path(one).open("rb") as file:
                    is_same = hashlib.file_digest(file, "sha256").hexdigest() == one.sha256
            except OSError:
                faults.append(fault("evidence-missing", Level.ERROR, file=one.name, sha256=one.sha256))
                continue
            if not is_same:
                faults.append(fault("evidence-changed", Level.ERROR, file=one.name, sha256=one.sha256))
        return tuple(faults)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _picture(self) -> sqlite3.Connection:
        """A copy of the file as it is between two steps, opened as one that nothing changes; a broken-off step is undone in it."""
        folder = Path(tempfile.mkdtemp(prefix="zoning-register-"))
        try:
            for _ in range(_TRIES):
                if _copied(self.path, folder):
                    return _connect_picture(folder, self.path.name)
                time.sleep(_PAUSE_S)
        except (OSError, sqlite3.Error, UnicodeDecodeError) as reason:
            raise _damaged(self.path, reason) from reason
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        raise RegisterUnusable("register-busy", file=self.path.name)

    def _disconnect(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._database is None:
                raise RegisterUnusable("register-closed", file=self.path.name)
            try:
                yield self._database
            except (sqlite3.Error, UnicodeDecodeError) as reason:
                raise _damaged(self.path, reason) from reason

    @contextlib.contextmanager
    def _step(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk (and on the share) when it ends; undone by whatever is raised inside."""
        if not self.is_writable:
            raise RegisterUnusable("register-read-only", file=self.path.name)
        with self._reading() as database:
            self._check_still_ours()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                raise
            if self._copy is not None:
                self._copy.put_back()

    def _check_still_ours(self) -> None:
        if self._lock is None or not self._lock.is_ours:
            raise RegisterUnusable("register-lock-lost", file=self.path.name)
        if self._copy is not None:
            self._copy.check()
            return
        try:
            is_same = os.path.samestat(self.path.stat(), self._opened_as)
        except OSError:
            is_same = False
        if not is_same:
            raise RegisterUnusable("register-replaced", file=self.path.name)

    def _check(self) -> tuple[Fault, ...]:
        """Refuse what is no register; tell cases whose stored state is not what their signatures say."""
        with self._reading() as database:
            tables = _tables(database)
            if not {"register", "cases", "gpkg_contents"} <= tables:
                raise RegisterUnusable("register-not-a-register", file=self.path.name)
            stated = {str(row["key"]): str(row["value"]) for row in database.execute("SELECT key, value FROM register")}
            if stated.get("schema") != SCHEMA:
                raise RegisterUnusable(
                    "register-schema-unknown", file=self.path.name, found=stated.get("schema", ""), known=SCHEMA
                )
            if not set(_COLUMNS) <= tables:
                missing = "、".join(sorted(set(_COLUMNS) - tables))
                raise RegisterUnusable("register-damaged", file=self.path.name, detail=missing)
            found = [str(row[0]) for row in database.execute("PRAGMA quick_check(1)")]
            if found != ["ok"]:
                raise RegisterUnusable("register-damaged", file=self.path.name, detail=found[0][:200])
            return tuple(self._disagreeing(database))

    def _disagreeing(self, database: sqlite3.Connection) -> Iterator[Fault]:
        for row in database.execute("SELECT * FROM cases ORDER BY fid").fetchall():
            case = Case(
                row["case_id"], _NOTHING, number=row["number"], version=row["version"],
                rules=self._made(lambda one: rules_from(parsed(one["rules"])), row),
                signatures=self._rows(database, "signatures", _signature, row["case_id"], row["version"]),
            )  # fmt: skip
            yield from check_signatures(case)
            if case.state.value != row["state"]:
                yield fault(
                    "case-state-disagrees", Level.ERROR, number=case.number or case.case_id, stored=row["state"], state=case.state.value
                )  # fmt: skip

    def _count(self, database: sqlite3.Connection) -> int:
        row = database.execute("SELECT value FROM register WHERE key = 'cases'").fetchone()
        try:
            return max(0, int(row["value"])) if row else 0
        except ValueError as reason:
            raise _damaged(self.path, reason) from reason

    def _made(self, make: Callable[..., _Row], row: sqlite3.Row, *more: Any) -> _Row:
        try:
            return make(row, *more)
        except (ValueError, TypeError, IndexError, KeyError, AttributeError, struct.error, SiteUnusable) as reason:
            raise _damaged(self.path, reason) from reason

    def _rows(
        self, database: sqlite3.Connection, table: str, make: Callable[[sqlite3.Row], _Row], case_id: str, version: int
    ) -> tuple[_Row, ...]:
        query = f"SELECT * FROM {table} WHERE case_id = ? AND version = ? ORDER BY fid"  # noqa: S608 - the name is ours
        return tuple(self._made(make, row) for row in database.execute(query, (case_id, version)).fetchall())

    def _case(self, row: sqlite3.Row) -> Case:
        assert self._database is not None
        key = (str(row["case_id"]), int(row["version"]))
        held = self._database.execute(
            "SELECT assessed FROM assessments WHERE case_id = ? AND version = ?", key
        ).fetchone()
        document = str(held["assessed"])
        if _sha256(document) != row["assessed_sha256"]:
            raise ValueError("assessed")
        return replace(
            self._stored_parts(self._database, row), assessed=assessed_from(parsed(document)), document=document, shape=_shape(row["geom"]),
        )  # fmt: skip

    def _stored_parts(self, database: sqlite3.Connection, row: sqlite3.Row) -> Case:
        """A case as stored, but for its assessment and shape."""
        case_id, version = str(row["case_id"]), int(row["version"])
        return Case(
            case_id, _NOTHING, row["name"], row["number"], version,
            fields_from(Project, parsed(row["project"])), fields_from(Matter, parsed(row["matter"])), platform_from(parsed(row["platform"])),
            rules_from(parsed(row["rules"])), self._rows(database, "answers", _answer, case_id, version),
            self._rows(database, "conclusions", _conclusion, case_id, version),
            self._rows(database, "signatures", _signature, case_id, version),
            self._rows(database, "outputs", _output, case_id, version), row["made_at"], row["changed_at"], row["standing_digest"],
        )  # fmt: skip

    def _stored(self, database: sqlite3.Connection, case: Case) -> Case | None:
        row = database.execute(
            "SELECT * FROM cases WHERE case_id = ? AND version = ?", (case.case_id, case.version)
        ).fetchone()
        if row is None:
            return None
        if row["assessed_sha256"] != _sha256(_text(case.document)):
            raise RegisterUnusable("case-changed-meanwhile", number=case.number or case.case_id)
        return self._made(lambda one: self._stored_parts(database, one), row)

    def _insert(self, database: sqlite3.Connection, case: Case) -> None:
        row = database.execute(
            "SELECT * FROM cases WHERE case_id = ? ORDER BY version DESC LIMIT 1", (case.case_id,)
        ).fetchone()
        if row is not None or case.version != 1:
            before = self._made(lambda one: self._stored_parts(database, one), row) if row is not None else None
            if before is None or before.version + 1 != case.version or before.state is not CaseState.APPROVED:
                raise JudgementRefused("case-not-approved")
        self._insert_case(database, case)
        if case.version == 1:
            database.execute("UPDATE register SET value = ? WHERE key = 'cases'", (str(self._count(database) + 1),))
            # A number beyond the counter's own is the office's: the counter still goes on by one.

    def take_in(self, cases: Sequence[Case]) -> None:
        """Store the versions of one case of another register, as they are, oldest first, in one transaction; its versions follow those that are here.

        Raises as :meth:`record` does.
        """  # fmt: skip
        with self._step() as database:
            for case in map(_storable, cases):
                _refuse_impossible(case)
                self._insert_case(database, case)
                if case.version == 1:
                    database.execute(
                        "UPDATE register SET value = ? WHERE key = 'cases'", (str(self._count(database) + 1),)
                    )

    def _insert_case(self, database: sqlite3.Connection, case: Case) -> None:
        if case.shape is None:
            raise ValueError("a case has a site")
        document = _text(case.document)
        if assessed_from(parsed(document)) != case.assessed:
            raise ValueError("the document is that of another assessment")
        site = canonical(parsed(document).get("site"))
        assessed = case.assessed
        database.execute(
            f"INSERT INTO cases (geom, {_names('cases')}) VALUES (?, {_marks('cases')})",  # noqa: S608 - the names are ours
            (_blob(case.shape), case.case_id, *map(_text, (case.number,)), case.version, _text(case.name), case.state.value,
             _text(canonical(asdict(case.project))), _text(canonical(asdict(case.matter))), _text(canonical(platform_of(case.platform))),
             _text(canonical(rules_of(case.rules))), site, canonical(list(assessed.units)), assessed.release_name, assessed.release_digest,
             case.standing_digest, assessed.on, _sha256(document), case.made_at, case.changed_at),
        )  # fmt: skip
        _insert_row(database, "assessments", (case.case_id, case.version, document))
        self._append(database, replace(case, answers=(), conclusions=(), signatures=(), outputs=()), case)
        west, south, east, north = geometry.bounds(case.shape)
        database.execute(
            "UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?), ?), min_y = min(coalesce(min_y, ?), ?), "
            "max_x = max(coalesce(max_x, ?), ?), max_y = max(coalesce(max_y, ?), ?) WHERE table_name = 'cases'",
            (west, west, south, south, east, east, north, north),
        )

    def _update(self, database: sqlite3.Connection, stored: Case, case: Case) -> None:
        self._append(database, stored, case)
        values = (
            _text(case.number), _text(case.name), case.state.value, _text(canonical(asdict(case.project))),
            _text(canonical(asdict(case.matter))), _text(canonical(platform_of(case.platform))), case.changed_at,
        )  # fmt: skip
        database.execute(
            'UPDATE cases SET "number" = ?, "name" = ?, "state" = ?, "project" = ?, "matter" = ?, "platform" = ?, "changed_at" = ? '
            "WHERE case_id = ? AND version = ?",
            (*values, case.case_id, case.version),
        )

    def _append(self, database: sqlite3.Connection, stored: Case, case: Case) -> None:
        key = (case.case_id, case.version)
        units = {one.key: one.unit_code for one in case.assessed.clauses}
        for answer in case.answers[len(stored.answers) :]:
            _insert_row(database, "answers", (
                *key, answer.key, units.get(answer.key, ""), answer.text_sha256, answer.verdict.value, answer.reason,
                canonical([asdict(one) for one in answer.evidence]), answer.by, answer.at, answer.reused_from,
            ))  # fmt: skip
        for conclusion in case.conclusions[len(stored.conclusions) :]:
            _insert_row(database, "conclusions", (
                *key, conclusion.verdict.value, conclusion.remark, conclusion.by, conclusion.at, conclusion.answers,
            ))  # fmt: skip
        for one in case.signatures[len(stored.signatures) :]:
            _insert_row(database, "signatures", (*key, one.step.value, one.action.value, one.by, one.at, one.remark))
        for output in case.outputs[len(stored.outputs) :]:
            _insert_row(database, "outputs", (*key, output.kind, output.file, output.sha256, output.made_at))


# --- what may be stored ----------------------------------------------------------------------------------------------


def _storable(case: Case) -> Case:
    """A case with its texts as the file can hold them."""
    names = ("name", "number", "project", "matter", "platform", "answers", "conclusions", "signatures", "outputs")
    return replace(case, **{name: _storable_value(getattr(case, name)) for name in names})


def _storable_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return tuple(map(_storable_value, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _storable_value(getattr(value, one.name)) for one in fields(value)})
    return value


def _refuse_impossible(case: Case) -> None:
    """Refuse what no sequence of steps can have led to, whoever made the value."""
    wrong = check_signatures(case)
    if wrong:
        raise JudgementRefused(wrong[0].code, wrong)
    last = case.conclusions[-1] if case.conclusions else None
    if last is not None and last.answers == len(case.answers):
        faults = may_conclude(case, last.verdict)
        if faults:
            raise JudgementRefused(faults[0].code, faults)
    if case.state is not CaseState.WITHDRAWN and signatures_that_hold(case) and case.conclusion is None:
        raise JudgementRefused("sign-without-conclusion")


def _check_follows(stored: Case, case: Case) -> None:
    """Refuse a case that is not what is stored and more, and more than its state allows."""
    for name in ("answers", "conclusions", "signatures", "outputs"):
        was, now = getattr(stored, name), getattr(case, name)
        if now[: len(was)] != was:
            raise RegisterUnusable("case-changed-meanwhile", number=case.number or case.case_id)
    if case.rules != stored.rules and canonical(rules_of(case.rules)) != canonical(rules_of(stored.rules)):
        raise RegisterUnusable("case-changed-meanwhile", number=case.number or case.case_id)
    filled_in = [(one.name, one.number, one.project, one.matter, one.platform) for one in (stored, case)]
    is_filled_in = (
        len(case.answers) > len(stored.answers) or len(case.conclusions) > len(stored.conclusions) or filled_in[0] != filled_in[1]
    )  # fmt: skip
    if stored.is_locked and (is_filled_in or len(case.signatures) > len(stored.signatures)):
        raise JudgementRefused("case-withdrawn" if stored.state is CaseState.WITHDRAWN else "case-locked")
    if is_filled_in and not stored.is_open:
        raise JudgementRefused("case-signed", state=stored.state.value)


# --- the file --------------------------------------------------------------------------------------------------------


def _check_head(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as reason:
        raise RegisterUnusable("register-missing", file=path.name) from reason
    except OSError as reason:
        raise _damaged(path, reason) from reason
    if head != SQLITE_HEAD:
        raise RegisterUnusable("register-not-a-register", file=path.name)


def _damaged(path: Path, reason: BaseException) -> RegisterUnusable:
    detail = (reason.strerror if isinstance(reason, OSError) else None) or str(reason)
    return RegisterUnusable("register-damaged", file=path.name, detail=detail[:200])


def _connect(path: Path, name: str) -> sqlite3.Connection:
    """Open for writing; what a killed writer has left half-done is undone by SQLite."""
    try:
        database = sqlite3.connect(
            _uri(path, "rw"), uri=True, isolation_level=None, check_same_thread=False, timeout=10
        )
        try:
            _prepare(database)
            mode = database.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode != "delete":
                raise sqlite3.OperationalError(f"journal_mode {mode}")
            database.execute("PRAGMA synchronous = FULL")
        except BaseException:
            database.close()
            raise
    except (sqlite3.Error, UnicodeDecodeError) as reason:  # the latter out of SQLite's own message about damaged text
        raise _damaged(path.with_name(name), reason) from reason
    return database


def _prepare(database: sqlite3.Connection) -> None:
    database.row_factory = sqlite3.Row
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")


def _connect_picture(folder: Path, name: str) -> sqlite3.Connection:
    """Undo in a copy what was broken off, and take it into memory: nothing is left on disk."""
    del name
    with contextlib.closing(sqlite3.connect(folder / "register.gpkg", isolation_level=None)) as copied:
        copied.execute("PRAGMA trusted_schema = OFF")
        copied.execute("PRAGMA schema_version").fetchone()
        database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            copied.backup(database)
            _prepare(database)
            database.execute("PRAGMA query_only = ON")
        except BaseException:
            database.close()
            raise
    return database


def _copied(path: Path, folder: Path) -> bool:
    """Copy a register, with the journal of a step under way; False where it changed meanwhile."""
    journal = path.with_name(path.name + "-journal")
    before = _state(path), _state(journal)
    shutil.copyfile(path, folder / "register.gpkg")
    copied_journal = folder / "register.gpkg-journal"
    copied_journal.unlink(missing_ok=True)
    if before[1] is not None:
        try:
            shutil.copyfile(journal, copied_journal)
        except FileNotFoundError:
            return False
    return before == (_state(path), _state(journal))


def _state(path: Path) -> tuple[int, int, int, bytes] | None:
    try:
        found = path.stat()
        with path.open("rb") as file:
            return found.st_size, found.st_mtime_ns, found.st_ino, file.read(100)
    except FileNotFoundError:
        return None


def _uri(path: Path, mode: str) -> str:
    """SQLite's URI of a file: percent-encoded, with the slash that a Windows drive letter needs before it."""
    name = path.resolve().as_posix()
    name = name if name.startswith("/") else "/" + name
    return f"file:{quote(name)}?mode={mode}"


def _tables(database: sqlite3.Connection) -> set[str]:
    """Ordinary tables only: a view or a virtual table of one of our names is somebody's trick."""
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {str(row["name"]) for row in found if not re.match(r"\s*CREATE\s+VIRTUAL", row["sql"] or "", re.IGNORECASE)}


def _create(path: Path, office: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 4096")
        database.execute("PRAGMA encoding = 'UTF-8'")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {USER_VERSION}")
        database.execute("BEGIN")
        create_geopackage_tables(database)
        for table, columns in _COLUMNS.items():
            shape = ["geom GEOMETRY NOT NULL"] if table == "cases" else []
            own = [f'"{name}" {kind or "TEXT"} NOT NULL' for name, _, kind in (one.partition(" ") for one in columns)]
            unique = [f"UNIQUE ({', '.join(_UNIQUE[table])})"] if table in _UNIQUE else []
            parts = ["fid INTEGER PRIMARY KEY AUTOINCREMENT", *shape, *own, *unique]
            database.execute(f"CREATE TABLE {table} ({', '.join(parts)})")
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
                (table, "features" if shape else "attributes", table, _TITLES[table], SRS if shape else None),
            )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('cases', 'geom', 'GEOMETRY', ?, 0, 0)", (SRS,))
        for name, columns_of in _INDEXES.items():
            database.execute(f"CREATE INDEX {name} ON {columns_of}")
        for table in _ONLY_ADDED_TO:
            for verb in ("UPDATE", "DELETE"):
                database.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} are only added to'); END"
                )
        database.execute(
            "CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases BEGIN SELECT RAISE(ABORT, 'cases are withdrawn'); END"
        )
        stated = {"schema": SCHEMA, "office": _text(office), "cases": "0"}
        database.executemany('INSERT INTO register ("key", "value") VALUES (?, ?)', stated.items())
        database.execute("COMMIT")


def _names(table: str) -> str:
    return ", ".join(f'"{one.split()[0]}"' for one in _COLUMNS[table])


def _marks(table: str) -> str:
    return ", ".join("?" * len(_COLUMNS[table]))


def _insert_row(database: sqlite3.Connection, table: str, values: Sequence[object]) -> None:
    made = [_text(one) if isinstance(one, str) else one for one in values]
    database.execute(f"INSERT INTO {table} ({_names(table)}) VALUES ({_marks(table)})", made)  # noqa: S608 - the names are ours


def _text(text: str) -> str:
    r"""Text as the file can hold it: half a surrogate pair (a file name can hold one) as JSON writes it, \udc80."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _is_file_of(path: Path, digest: str) -> bool:
    """Whether a file is there and has this SHA-256."""
    return path.is_file() and sha256_of(path) == digest


# --- rows ------------------------------------------------------------------------------------------------------------


def _head(row: sqlite3.Row, verdicts: dict[tuple[str, int], str]) -> CaseHead:
    said = verdicts.get((row["case_id"], row["version"]))
    shape = _shape(row["geom"])
    units = parsed(row["units"])
    if not isinstance(units, list):
        raise ValueError("units")  # noqa: TRY004
    return CaseHead(
        row["case_id"], int(row["version"]), row["number"], row["name"], CaseState(row["state"]),
        fields_from(Project, parsed(row["project"])), fields_from(Matter, parsed(row["matter"])), row["release_name"], row["release_digest"],
        row["standing_digest"], row["on_date"], tuple(map(str, units)), Verdict(said) if said else None, row["made_at"], row["changed_at"],
        geometry.bounds(shape), shape,
    )  # fmt: skip


def _answer(row: sqlite3.Row) -> Answer:
    evidence = parsed(row["evidence"])
    if not isinstance(evidence, list):
        raise ValueError("evidence")  # noqa: TRY004
    return Answer(
        row["clause_key"], row["text_sha256"], Verdict(row["verdict"]), row["reason"], row["by"], row["at"],
        tuple(evidence_from(one) for one in evidence), row["reused_from"],
    )  # fmt: skip


def _earlier(row: sqlite3.Row) -> EarlierAnswer:
    project = fields_from(Project, parsed(row["c_project"]))
    return EarlierAnswer(
        _answer(row), row["case_id"], int(row["version"]), row["c_number"], row["c_name"], project.industry, CaseState(row["c_state"])
    )  # fmt: skip


def _conclusion(row: sqlite3.Row) -> Conclusion:
    return Conclusion(Verdict(row["verdict"]), row["remark"], row["by"], row["at"], int(row["answers"]))


def _signature(row: sqlite3.Row) -> Signature:
    return Signature(SigningStep(row["step"]), Action(row["action"]), row["by"], row["at"], row["remark"])


def _output(row: sqlite3.Row) -> Output:
    return Output(row["kind"], row["file"], row["sha256"], row["made_at"])


def _blob(shape: Shape) -> bytes:
    """GeoPackage geometry: header with the bounding box, then WKB."""
    west, south, east, north = geometry.bounds(shape)
    return struct.pack("<2sBBi4d", b"GP", 0, 0b0000_0011, SRS, west, east, south, north) + geometry.to_wkb(shape)


def _shape(blob: bytes) -> Shape:
    if blob[:2] != b"GP" or blob[3] & 0b0010_0000:
        raise ValueError("not a GeoPackage geometry")
    shape = geometry.from_wkb(blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :])
    if geometry.is_empty(shape) or not all(map(math.isfinite, geometry.bounds(shape))):
        raise ValueError("empty geometry")
    return shape
