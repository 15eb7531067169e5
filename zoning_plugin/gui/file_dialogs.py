# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions that need a file dialog: where a report goes, what is imported, profiles. The last folder is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..bridge.i18n import tr
from ..files.import_sources import VECTORS
from ..files.tables.reader import READABLE

_REPORTS: Final = "zoning_plugin/reports_folder"
_REGISTERS: Final = "zoning_plugin/register"
_PERSON: Final = "zoning_plugin/person"
_IMPORTS: Final = "zoning_plugin/imports_folder"


def ask_report_path(parent: QWidget | None, name: str) -> Path | None:
    """Where to write a report called ``name``; None when the person thinks better of it. The dialog asks before it overwrites."""
    proposed = str(Path(_last(_REPORTS)) / name)
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Write the comparison"), proposed, tr("PDF files (*.pdf)"))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != ".pdf":
        path = path.with_name(f"{path.name}.pdf")
    QgsSettings().setValue(_REPORTS, str(path.parent))
    return path


def ask_folder(parent: QWidget | None) -> Path | None:
    """The folder to import from; None when the person thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder with units, lists and zones"), _last(_IMPORTS))
    if not chosen:
        return None
    QgsSettings().setValue(_IMPORTS, chosen)
    return Path(chosen)


def ask_files(parent: QWidget | None) -> tuple[Path, ...]:
    """The files to import, several at once; none when the person thinks better of it."""
    kinds = " ".join(f"*{suffix}" for suffix in (*sorted({*VECTORS, *READABLE} - {".gdb"}), ".zip"))
    filters = ";;".join((tr("Layers, lists and archives ({kinds})").format(kinds=kinds), tr("All files (*)")))
    chosen, _ = QFileDialog.getOpenFileNames(parent, tr("Units, lists and zones"), _last(_IMPORTS), filters)
    if not chosen:
        return ()
    QgsSettings().setValue(_IMPORTS, str(Path(chosen[0]).parent))
    return tuple(Path(one) for one in chosen)


def ask_register(parent: QWidget | None, near: Path) -> Path | None:
    """A case register that is there."""
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Open a register"), str(near), tr("Registers (*.gpkg)"))
    return Path(chosen) if chosen else None


def ask_new_register(parent: QWidget | None, near: Path) -> Path | None:
    """Where a new case register goes. One that is there is never overwritten: it is opened."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("New register"), str(near), tr("Registers (*.gpkg)"), options=QFileDialog.Option.DontConfirmOverwrite
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".gpkg" else path.with_name(f"{path.name}.gpkg")


def ask_evidence(parent: QWidget | None) -> tuple[Path, ...]:
    """Files that support an answer."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, tr("Files that support the answer"), _last(_IMPORTS))
    return tuple(Path(one) for one in chosen)


def ask_case_folder(parent: QWidget | None) -> Path | None:
    """The folder of a case that another register wrote."""
    chosen = QFileDialog.getExistingDirectory(parent, tr("Folder of a case"), _last(_REPORTS))
    return Path(chosen) if chosen else None


def ask_export_folder(parent: QWidget | None, name: str) -> Path | None:
    """The folder called ``name`` to be made in one that the person chooses."""
    chosen = QFileDialog.getExistingDirectory(parent, tr("Where the folder of the case goes"), _last(_REPORTS))
    if not chosen:
        return None
    QgsSettings().setValue(_REPORTS, chosen)
    return Path(chosen) / name


def ask_table(parent: QWidget | None, name: str) -> Path | None:
    """Where a workbook called ``name`` goes. The dialog asks before it overwrites."""
    proposed = str(Path(_last(_REPORTS)) / name)
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Write the workbook"), proposed, tr("Workbooks (*.xlsx)"))
    if not chosen:
        return None
    path = Path(chosen)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    QgsSettings().setValue(_REPORTS, str(path.parent))
    return path


def remembered_register(usual: Path) -> Path:
    """The register that was open last; the usual one where none was, or where its folder is gone."""
    path = Path(str(QgsSettings().value(_REGISTERS, str(usual))))
    return path if path.parent.is_dir() else usual


def remember_register(path: Path) -> None:
    """Open it next time."""
    QgsSettings().setValue(_REGISTERS, str(path))


def person() -> str:
    """Who works here: as they named themselves, else as this computer knows them."""
    known = QgsApplication.userFullName() or QgsApplication.userLoginName()
    return str(QgsSettings().value(_PERSON, known) or "")


def remember_person(name: str) -> None:
    """Know them by that name the next time."""
    QgsSettings().setValue(_PERSON, name)


def ask_profile(parent: QWidget | None) -> Path | None:
    """A profile that somebody handed on."""
    title, kind = tr("Profile of column names"), tr("Profiles (*.json)")
    chosen, _ = QFileDialog.getOpenFileName(parent, title, _last(_IMPORTS), kind)
    return Path(chosen) if chosen else None


def ask_profile_target(parent: QWidget | None, name: str) -> Path | None:
    """Where a copy of the office's profile goes. The dialog asks before it overwrites."""
    title, kind = tr("Save the profile"), tr("Profiles (*.json)")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(_last(_IMPORTS)) / name), kind)
    return Path(chosen).with_suffix(".json") if chosen else None


def json_beside(pdf: Path) -> Path:
    """The assessment's file beside a report: of the same name, or a free one where that belongs to something else.

    Whoever overwrites a report means its assessment too; a report of a new name must not cost anybody another file.
    """
    path = pdf.with_suffix(".json")
    number = 2
    while path.exists() and not pdf.exists():
        path = pdf.with_name(f"{pdf.stem} ({number}).json")
        number += 1
    return path


def _last(key: str) -> str:
    return str(QgsSettings().value(key, str(Path.home())))
