# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the filing package of a release: vectors, lists, statistics, map, check report, manifest, in one zip."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..core.errors import Fault, Level, OutputFailed
from ..core.filing import PackedFile, RuleResult, check, package_digest, short_digest, statistics
from ..core.progress import Progress, Silent, stop_if_cancelled
from ..core.release import Release
from ..files.canonical_zip import canonical_zip
from ..files.outputs import beside, make_folder, scratch_beside, write_bytes, write_text
from ..files.spreadsheet_writer import write_workbook
from ..files.vector_writer import count_features, write_geopackage, write_shapefile
from ..places import resources_dir
from ..report.check_report import check_html, check_json
from ..report.map_sheets import distribution_map
from ..report.release_sheets import list_sheets, statistics_sheet
from .ports import Printer

SCHEMA = "zoning.filing-package/1"


@dataclass(frozen=True)
class FilingProfile:
    """A named folder tree: which part lies where in the zip."""

    name: str
    paths: Mapping[str, str]


@dataclass(frozen=True)
class BuiltPackage:
    """A package as written: where, its digest and the short form for the covering letter, members, check results."""

    path: Path
    digest: str
    short_digest: str
    files: tuple[PackedFile, ...]
    results: tuple[RuleResult, ...]

    @property
    def findings(self) -> tuple[Fault, ...]:
        """Every finding of the check, in rule order."""
        return tuple(one for result in self.results for one in result.findings)

    def count(self, level: Level) -> int:
        """Number of findings of a level."""
        return sum(one.level is level for one in self.findings)


_PARTS = ("units_gpkg", "units_shp", "lists_xlsx", "statistics_xlsx", "map_pdf", "check_json", "check_html")


def read_profile(path: Path | None = None) -> FilingProfile:
    """The profile in ``path``, or the plugin's own. Raises OutputFailed("profile-unreadable")."""
    source = path or resources_dir() / "profiles" / "filing-package.json"
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        profile = FilingProfile(str(content["name"]), {part: str(content["paths"][part]) for part in _PARTS})
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise OutputFailed("profile-unreadable", file=source.name, detail=str(reason)) from reason
    for member in profile.paths.values():
        pure = PurePosixPath(member)
        if pure.is_absolute() or ".." in pure.parts or "\\" in member or ":" in member or not pure.suffix:
            raise OutputFailed("profile-unreadable", file=source.name, detail=member)
    if len(set(profile.paths.values())) != len(_PARTS):
        raise OutputFailed("profile-unreadable", file=source.name, detail="two parts with one path")
    return profile


def build_filing_package(
    release: Release,
    target: Path,
    *,
    printer: Printer,
    made_with: Mapping[str, str],
    profile: FilingProfile | None = None,
    language: str = "zh",
    report: Path | None = None,
    inputs: Iterable[Path] = (),
    progress: Progress | None = None,
) -> BuiltPackage:
    """Write the package of ``release`` to ``target`` (.zip), whole or not at all; format: docs/formats/filing-package.md.

    ``made_with`` names program versions for the manifest ({"plugin", "qgis"}). ``report`` is where the check report
    (JSON) is written once more, outside the package. Findings of the check do not stop the package; they stand in it
    and in the result. ``inputs`` are files that must not be overwritten: the release. Raises OutputFailed, PartMissing("cjk-font-missing"), Cancelled.
    """
    progress = progress or Silent()
    profile = profile or read_profile()
    date = release.info.effective
    targets = [target, *([report] if report else [])]
    with beside(targets, inputs) as (place, *report_places), scratch_beside(target) as folder:
        at = {part: folder / path for part, path in profile.paths.items()}
        for path in at.values():
            make_folder(path.parent)
        _tell(progress, 0.0, "step-checking")
        results = check(release)
        _tell(progress, 0.2, "step-writing-vectors")
        write_geopackage(release, at["units_gpkg"], date=date)
        write_shapefile(release, at["units_shp"], date=date)
        _tell(progress, 0.5, "step-writing-lists")
        write_workbook(list_sheets(release, language), at["lists_xlsx"], date=date)
        write_workbook([statistics_sheet(statistics(release), release, language)], at["statistics_xlsx"], date=date)
        _tell(progress, 0.6, "step-printing-map")
        author = f"zoning_plugin {made_with.get('plugin', '')}".strip()
        printer.print_map(distribution_map(release, language), at["map_pdf"], date=date, author=author)
        _tell(progress, 0.85, "step-writing-checks")
        _write_json(at["check_json"], check_json(results, release, language))
        write_text(at["check_html"], check_html(results, release, language))
        _compare(release, at["units_gpkg"], at["units_shp"])
        files = _members(folder)
        digest = package_digest(files)
        _write_json(folder / "manifest.json", _manifest(release, profile, made_with, files, digest))
        _tell(progress, 0.95, "step-packing")
        canonical_zip(folder, place, date=date)
        for one in report_places:
            write_bytes(one, at["check_json"].read_bytes())
        stop_if_cancelled(progress)
    progress.report(1.0, "step-done")
    return BuiltPackage(target, digest, short_digest(digest), files, results)


def _tell(progress: Progress, share: float, step: str) -> None:
    stop_if_cancelled(progress)
    progress.report(share, step)


def _write_json(path: Path, content: object) -> None:
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _members(folder: Path) -> tuple[PackedFile, ...]:
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return tuple(
        PackedFile(name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in paths
    )


def _compare(release: Release, geopackage: Path, shapefile: Path) -> None:
    """Read the vectors back: as many features as the release has. Raises OutputFailed("read-back-differs")."""
    zones: dict[str, int] = {}
    for zone in release.zones:
        zones[zone.theme] = zones.get(zone.theme, 0) + 1
    for path, wanted in (
        (geopackage, {"环境管控单元": len(release.units), **zones}),
        (shapefile, {shapefile.stem: len(release.units)}),
    ):
        found = count_features(path)
        if found != wanted:
            raise OutputFailed("read-back-differs", file=path.name, wanted=str(wanted), found=str(found))


def _manifest(
    release: Release, profile: FilingProfile, made_with: Mapping[str, str], files: Sequence[PackedFile], digest: str
) -> dict[str, object]:
    info = release.info
    return {
        "schema": SCHEMA,
        "profile": profile.name,
        "made_with": dict(made_with),
        "release": {"name": info.name, "document_no": info.document_no, "issuer": info.issuer, "effective": info.effective,
                    "status": info.status.value, "digest": release.digest},
        "area_rule": info.area_rule,
        "crs": "EPSG:4490",
        "files": [{"path": one.path, "bytes": one.size, "sha256": one.sha256} for one in files],
        "digest": digest,
    }  # fmt: skip
