# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that writes a case register is killed at random moments: no step it has acknowledged is ever lost.

The child answers clauses, concludes, signs and makes new cases in a loop, and says each step once the register has it. After SIGKILL
the register opens, is whole, and holds at least what was said.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from zoning_plugin.core import geometry
from zoning_plugin.core.errors import ZoningError
from zoning_plugin.core.judgement import Answer, Case, SigningStep, Verdict, concluded, signed, with_answer
from zoning_plugin.core.terms import State
from zoning_plugin.files.case_record import assessed_from, parsed
from zoning_plugin.files.case_register import CaseRegister, create_register
from zoning_plugin.files.register_lock import lock_path

ROOT: Final = Path(__file__).parent.parent
CLAUSES: Final = 12
AT: Final = "2026-11-24T09:00:00+08:00"


@dataclass
class Outcome:
    """How the kills of one run ended: what the child was at, steps acknowledged, and everything that must not be."""

    kills: int = 0
    steps: int = 0
    with_journal: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(kills: int, seed: int, *, on_share: bool = False) -> Outcome:
    """Kill a writer ``kills`` times over one register and look after each."""
    outcome, chance = Outcome(), random.Random(seed)  # noqa: S311
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zoning-register-") as temporary:
        path = Path(temporary) / "台账.gpkg"
        create_register(path)
        workshop = Path(temporary) / "work"
        said: dict[str, int] = {}
        for _ in range(kills):
            when = (chance.randint(0, 8), chance.uniform(0.0, 0.05))
            _kill_one(path, workshop, when, said, outcome, on_share=on_share)
            for fault in _look(path, workshop, said, on_share=on_share):
                outcome.failures.append(f"kill {outcome.kills}: {fault}")
    outcome.seconds = time.monotonic() - began
    return outcome


def _kill_one(
    path: Path, workshop: Path, when: tuple[int, float], said: dict[str, int], outcome: Outcome, *, on_share: bool
) -> None:
    """Start a writer, let it say some steps and work for some seconds more (``when``), kill it; note what it has acknowledged."""
    command = [sys.executable, "-m", "soak.register", str(path), str(workshop), "share" if on_share else "here"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    if first != "open\n":
        outcome.failures.append(f"the writer did not open: {first}{process.stderr.read()[-500:]}")
        process.kill()
        process.wait(10)
        return
    steps, seconds = when
    heard = [process.stdout.readline() for _ in range(steps)]  # so many steps whatever else the computer does
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    lines = ("".join(heard) + process.stdout.read()).split("\n")[:-1]  # a line that has no end was not said
    errors = process.stderr.read()
    process.wait(10)
    outcome.kills += 1
    if errors:
        outcome.failures.append(f"kill {outcome.kills}: the writer said {errors[-300:]}")
    for line in lines:
        case_id, _, count = line.partition(" ")
        said[case_id] = int(count)
    outcome.steps += len(lines)
    held = workshop if on_share else path.parent
    journals = [one for one in held.rglob("*-journal") if one.stat().st_size > 0]
    outcome.with_journal += bool(journals)
    outcome.moments["in the midst of a step" if journals else "between two steps"] += 1


def _look(path: Path, workshop: Path, said: dict[str, int], *, on_share: bool) -> list[str]:
    """What must not be, after a kill."""
    found = []
    try:
        with CaseRegister(path, "后来人", at=AT, read_only=True) as reader:
            if reader.faults:
                found.append(f"read only: {reader.faults}")
            found += _missing(reader, said)
        with CaseRegister(path, "后来人", at=AT, on_share=on_share, workshop=workshop) as register:
            if register.faults:
                found.append(str(register.faults))
            found += _missing(register, said)
            for head in register.heads():
                register.read(head.case_id)
    except ZoningError as reason:
        found.append(f"{reason.code}: {reason.facts}")
    with contextlib.closing(sqlite3.connect(path)) as database:
        whole = database.execute("PRAGMA integrity_check").fetchone()[0]
        if whole != "ok":
            found.append(f"integrity_check {whole}")
    if lock_path(path).exists():
        found.append("the lock stayed")
    return found


def _missing(register: CaseRegister, said: dict[str, int]) -> list[str]:
    held = {head.case_id: _steps_of(register.read(head.case_id)) for head in register.heads()}
    return [
        f"{case_id}: {count} said, {held.get(case_id)} held"
        for case_id, count in said.items()
        if held.get(case_id, -1) < count
    ]


def _steps_of(case: Case) -> int:
    return len(case.answers) + len(case.conclusions) + len(case.signatures)


# --- the writer ------------------------------------------------------------------------------------------------------


def fresh_case(case_id: str) -> Case:
    """A case of a complete assessment with some clauses, none answered."""
    clauses = [
        {"id": f"u/x/1-{number}", "list": "u", "list_title": "清单", "unit": "x", "relation": "inside", "dimension": "空间布局约束",
         "number": f"1-{number}", "tag": None, "text": f"第{number}条要求。" * 20}
        for number in range(1, CLAUSES + 1)
    ]  # fmt: skip
    document = {
        "schema": "zoning.assessment/1", "release": {"name": "示例", "digest": "ab"}, "on": "2026-11-24", "state": State.COMPLETE.value,
        "reasons": [], "clauses": clauses, "units": [{"code": "x", "relation": "inside"}], "site": {},
    }  # fmt: skip
    from zoning_plugin.files.case_record import canonical

    text = canonical(document)
    shape = geometry.from_wkt("POLYGON ((113 23, 113.001 23, 113.001 23.001, 113 23.001, 113 23))")
    return Case(
        case_id, assessed_from(parsed(text)), name="示例项目", made_at=AT, changed_at=AT, document=text, shape=shape
    )


def _write(path: Path, workshop: Path, *, on_share: bool) -> None:
    """Go on with the last case, then with new ones, until killed; say each step when the register has it."""
    with CaseRegister(path, "写者", at=AT, on_share=on_share, workshop=workshop) as register:
        _say("open")
        heads = register.heads()
        case = register.read(heads[-1].case_id) if heads else None
        number = len(heads)
        while True:
            if case is None or case.is_locked:
                number += 1
                case = register.record(fresh_case(f"case-{number}"))
            else:
                case = register.record(_next(case))
            _say(f"{case.case_id} {_steps_of(case)}")


def _next(case: Case) -> Case:
    if case.conclusion is not None and case.due_step is not None:
        return signed(case, case.due_step, by=f"签署人{list(SigningStep).index(case.due_step)}", at=AT)
    if len(case.answers) < CLAUSES:
        clause = case.assessed.clauses[len(case.answers)]
        return with_answer(case, Answer(clause.key, clause.text_sha256, Verdict.CONFORMS, "属实。" * 100, "写者", AT))
    return concluded(case, Verdict.CONFORMS, by="写者", at=AT)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _write(Path(sys.argv[1]), Path(sys.argv[2]), on_share=sys.argv[3] == "share")
