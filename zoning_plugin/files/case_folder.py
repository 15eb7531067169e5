# SPDX-License-Identifier: GPL-3.0-or-later
"""A case as a folder, ``zoning.case/1``: case.json, an assessment a version, evidence and papers by SHA-256."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ..core.errors import RegisterUnusable, SiteUnusable
from ..core.judgement import Case, Matter
from ..core.project import Project
from .case_record import (
    answer_from,
    answer_of,
    assessed_from,
    conclusion_from,
    conclusion_of,
    fields_from,
    is_sha256,
    output_from,
    parsed,
    platform_from,
    platform_of,
    rules_from,
    rules_of,
    signature_from,
    signature_of,
    site_from,
)
from .outputs import beside, write_text
from .share_copy import sha256_of

SCHEMA: Final = "zoning.case/1"
CASE_FILE: Final = "case.json"
ASSESSMENT_FILE: Final = "assessment-{version}.json"
FILES_FOLDER: Final = "files"
_MOST_BYTES: Final = 200_000_000
_MOST_VERSIONS: Final = 1000


def case_document(cases: Sequence[Case]) -> str:
    """The versions of one case as case.json says them."""
    document = {
        "schema": SCHEMA,
        "case_id": cases[0].case_id,
        "versions": [
            {
                "version": one.version,
                "number": one.number,
                "name": one.name,
                "state": one.state.value,
                "project": asdict(one.project),
                "matter": asdict(one.matter),
                "platform": platform_of(one.platform),
                "rules": rules_of(one.rules),
                "standing_digest": one.standing_digest,
                "assessment": ASSESSMENT_FILE.format(version=one.version),
                "answers": [answer_of(answer) for answer in one.answers],
                "conclusions": [conclusion_of(conclusion) for conclusion in one.conclusions],
                "signatures": [signature_of(signature) for signature in one.signatures],
                "outputs": [asdict(output) for output in one.outputs],
                "made_at": one.made_at,
                "changed_at": one.changed_at,
            }
            for one in cases
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_case_folder(cases: Sequence[Case], files_folder: Path, folder: Path) -> None:
    """Write the versions of a case into ``folder`` (new or empty), with its files out of ``files_folder``; whole or not at all.

    A paper that is no longer there is left out: it can be made again. Raises OutputFailed as outputs.beside does.
    """
    digests = dict.fromkeys(
        digest
        for case in cases
        for digest in (
            *(one.sha256 for answer in case.answers for one in answer.evidence),
            *((case.platform.file.sha256,) if case.platform.file is not None else ()),
            *(one.sha256 for one in case.outputs if is_sha256(one.sha256)),
        )
    )
    with beside([folder]) as (place,):
        place.mkdir()
        write_text(place / CASE_FILE, case_document(cases))
        for case in cases:
            write_text(place / ASSESSMENT_FILE.format(version=case.version), case.document)
        if digests:
            (place / FILES_FOLDER).mkdir()
        for digest in digests:
            source = files_folder / digest
            if source.is_file():
                shutil.copyfile(source, place / FILES_FOLDER / digest)


def read_case_folder(folder: Path) -> tuple[Case, ...]:
    """The versions of the case in ``folder``, oldest first; its files are proved by their SHA-256.

    Raises RegisterUnusable: "case-folder-unreadable", "case-folder-changed".
    """
    try:
        stated = _json(folder / CASE_FILE)
        if not isinstance(stated, dict) or stated.get("schema") != SCHEMA:
            raise ValueError("schema")
        case_id, versions = stated.get("case_id"), stated.get("versions")
        if not isinstance(case_id, str) or not case_id or not isinstance(versions, list) or not versions:
            raise ValueError("versions")
        if len(versions) > _MOST_VERSIONS:
            raise ValueError("versions")
        cases = tuple(_version(case_id, number, one, folder) for number, one in enumerate(versions, 1))
    except (ValueError, TypeError, KeyError, AttributeError, SiteUnusable) as reason:
        raise RegisterUnusable("case-folder-unreadable", folder=folder.name, detail=str(reason)[:200]) from reason
    except OSError as reason:
        detail = reason.strerror or str(reason)
        raise RegisterUnusable("case-folder-unreadable", folder=folder.name, detail=detail) from reason
    return cases


def files_of(folder: Path, cases: Sequence[Case]) -> tuple[tuple[Path, str], ...]:
    """The files of a case folder that its case names, each with its name; one missing among evidence or not as named is refused.

    Raises RegisterUnusable("case-folder-changed").
    """
    evidence = [one for case in cases for answer in case.answers for one in answer.evidence]
    evidence += [case.platform.file for case in cases if case.platform.file is not None]
    wanted = {one.sha256: (one.name, True) for one in evidence}
    for output in (one for case in cases for one in case.outputs):
        if is_sha256(output.sha256):
            wanted.setdefault(output.sha256, (output.file, False))
    found = []
    for digest, (name, is_needed) in wanted.items():
        path = folder / FILES_FOLDER / digest
        try:
            is_same = path.is_file() and sha256_of(path) == digest
        except OSError:
            is_same = False
        if not is_same and (is_needed or path.exists()):
            raise RegisterUnusable("case-folder-changed", file=name)
        if is_same:
            found.append((path, name))
    return tuple(found)


def _json(path: Path) -> Any:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"> {_MOST_BYTES} B")
    return parsed(path.read_text(encoding="utf-8"))


def _version(case_id: str, number: int, stated: dict[str, Any], folder: Path) -> Case:
    if stated["version"] != number:
        raise ValueError("version")
    path = folder / ASSESSMENT_FILE.format(version=number)
    document = _json(path)
    return Case(
        case_id, assessed_from(document), str(stated["name"]), str(stated["number"]), number, fields_from(Project, stated["project"]),
        fields_from(Matter, stated["matter"]), platform_from(stated["platform"]), rules_from(stated["rules"]),
        tuple(answer_from(one) for one in stated["answers"]), tuple(conclusion_from(one) for one in stated["conclusions"]),
        tuple(signature_from(one) for one in stated["signatures"]), tuple(output_from(one) for one in stated["outputs"]),
        str(stated["made_at"]), str(stated["changed_at"]), str(stated["standing_digest"]), path.read_text(encoding="utf-8"),
        site_from(document).shape,
    )  # fmt: skip
