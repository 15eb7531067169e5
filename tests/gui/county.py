# SPDX-License-Identifier: GPL-3.0-or-later
"""A small county for the panel's tests: three classes, four tiers, a red line, and errands that answer at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely

from zoning_plugin.bridge.tasks import AtOnce
from zoning_plugin.core.assessment import Assessment, assess
from zoning_plugin.core.clause import AccessList, Clause, ClauseSource, Scope
from zoning_plugin.core.errors import Cancelled
from zoning_plugin.core.folding import words_of
from zoning_plugin.core.judgement import Case
from zoning_plugin.core.project import Project
from zoning_plugin.core.release import Promise, Release, ReleaseInfo, logical_digest, promises_of
from zoning_plugin.core.site import Site, make_site
from zoning_plugin.core.standing import Step, with_step, without_last_step
from zoning_plugin.core.terms import ReleaseStatus, Tier, UnitClass
from zoning_plugin.core.unit import ControlUnit, Zone
from zoning_plugin.files.office_rules import read_office_rules
from zoning_plugin.gui.errands import Errands, ImportErrands, RegisterErrands, Shelf, StoredImport
from zoning_plugin.jobs.import_release import ImportExamination, ImportRequest
from zoning_plugin.jobs.office_rules import put_rules_beside
from zoning_plugin.jobs.open_release import StoredRelease
from zoning_plugin.jobs.preview_site import preview_site
from zoning_plugin.jobs.search_clauses import ClausesFound
from zoning_plugin.report.made_with import MadeWith

WEST, SOUTH, METRE = 113.0, 23.0, 1e-5
TODAY = "2025-06-01"


def box(x0: float, y0: float, x1: float, y1: float) -> Any:
    """Rectangle; coordinates in about metres from the south-west corner of the county."""
    return shapely.box(WEST + x0 * METRE, SOUTH + y0 * METRE, WEST + x1 * METRE, SOUTH + y1 * METRE)


def unit(code: str, name: str, unit_class: UnitClass, shape: Any) -> ControlUnit:
    word = {UnitClass.PRIORITY: "优先保护单元", UnitClass.KEY: "重点管控单元1"}.get(unit_class, "一般管控单元")
    return ControlUnit(code, name, unit_class, word, "示例省", "示例市", "示例县", "", shape)


NORTH = unit("ZH99010110001", "青山水源涵养优先保护单元", UnitClass.PRIORITY, box(0, 2000, 4000, 4000))
EAST = unit("ZH99010120001", "河口镇重点管控单元", UnitClass.KEY, box(2000, 0, 4000, 2000))
SOUTH_WEST = unit("ZH99010130001", "平安乡一般管控单元", UnitClass.GENERAL, box(0, 0, 2000, 2000))

LONG = (
    "在饮用水水源准保护区及其上游汇水范围内，严格限制新建、扩建排放重金属、持久性有机污染物和其他有毒有害水污染物的建设项目；"
    "确需建设的，应当开展水环境影响论证，落实区域削减来源，并在排污许可证中载明；现有项目应当在规定期限内完成清洁生产改造，"
    "逾期未完成的依法依规予以处置。涉及跨界断面的，还应当征求下游地区生态环境主管部门的意见。"
)
DIMENSIONS = ("空间布局约束", "污染物排放管控", "环境风险防控", "资源开发利用效率")
TAGS = ("大气/限制类", "水/禁止类", "风险/综合类", "能源/鼓励引导类")


def access_list(list_id: str, title: str, tier: Tier, scope: Scope | None = None) -> AccessList:
    return AccessList(
        list_id,
        title,
        tier,
        scope or Scope(),
        "",
        title,
        "示例环〔2024〕3号",
        "示例市人民政府",
        "2024-07-01",
        f"{title}.xlsx",
    )


def clause(
    list_id: str, number: str, text: str, *, of: str = "", dimension: str = "", tag: str = "", row: int = 1
) -> Clause:
    return Clause(
        f"{list_id}/{of or '*'}/{number}",
        list_id,
        of,
        dimension,
        number,
        tag,
        text,
        ClauseSource(f"{list_id}.xlsx", "表1", row),
    )


def clauses() -> list[Clause]:
    """Ten a tier list, eight a unit of the unit list; texts of one line and of six."""
    made = []
    for list_id in ("省", "流域", "市"):
        for place in range(10):
            text = LONG if place % 5 == 2 else f"禁止在本区域新建第{place + 1}类高污染项目，现有项目限期退出。"
            made.append(clause(list_id, f"{place // 3 + 1}-{place % 3 + 1}", text, dimension=DIMENSIONS[place // 3],
                               tag=TAGS[place % 4], row=place + 2))  # fmt: skip
    for one in (NORTH, EAST, SOUTH_WEST):
        for place in range(8):
            text = LONG if place == 3 else f"{one.name}第{place + 1}条：鼓励发展生态农业，推广ＶＯＣs低挥发原料。"
            dimension = "" if one is NORTH else DIMENSIONS[place // 2]
            number = str(place + 1) if one is NORTH else f"{place // 2 + 1}-{place % 2 + 1}"
            made.append(
                clause("单元", number, text, of=one.code, dimension=dimension, tag=TAGS[place % 4], row=place + 3)
            )
    made.append(clause("红线", "1", "生态保护红线内，仅允许对生态功能不造成破坏的有限人为活动。", tag="生态/禁止类"))
    return made


def release(info: ReleaseInfo | None = None, *, missing: Sequence[str] = ()) -> Release:
    """The county's release; themes in ``missing`` are promised without data."""
    lists = (
        access_list("省", "示例省生态环境分区管控总体要求", Tier.PROVINCE),
        access_list("流域", "示例江流域管控要求", Tier.BASIN),
        access_list("市", "示例市生态环境准入清单", Tier.CITY, Scope(classes=(UnitClass.KEY, UnitClass.GENERAL))),
        access_list("红线", "生态保护红线管控要求", Tier.ZONE, Scope(zones=("生态保护红线",))),
        access_list("单元", "示例县环境管控单元准入清单", Tier.UNIT),
    )
    zones = (Zone("生态保护红线", "", "青山红线", box(0, 2500, 4000, 4000)),)
    bare = Release(
        info or ReleaseInfo("示例县 2024 版", "示例环〔2024〕3号", "示例市人民政府", "2024-07-01", ReleaseStatus.PUBLISHED),
        (NORTH, EAST, SOUTH_WEST), zones, lists, tuple(clauses()),
    )  # fmt: skip
    promises = (*promises_of(bare), *(Promise("zones", theme, 1, delivered=False) for theme in missing))
    promised = Release(bare.info, bare.units, bare.zones, bare.lists, bare.clauses, (), promises)
    return Release(bare.info, bare.units, bare.zones, bare.lists, bare.clauses, (), promises, logical_digest(promised))


def site(*corners: float) -> Site:
    """A rectangle drawn in EPSG:4490."""
    return make_site([("", box(*corners))], "EPSG:4490", "drawn on the map")


@dataclass
class FakeRunning:
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class FakeRun:
    """Runs jobs at once, or keeps them until ``go`` when ``is_waiting``."""

    is_waiting: bool = False
    kept: list[tuple[Callable[[], None], FakeRunning]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def __call__(
        self, title: str, job: Callable[..., Any], *, done: Any, failed: Any, cancelled: Any, progressed: Any
    ) -> FakeRunning:
        self.titles.append(title)
        running = FakeRunning()

        class Told:
            def report(self, share: float, step: str) -> None:
                progressed(share, step)

            def is_cancelled(self) -> bool:
                return running.cancelled

        def work() -> None:
            if running.cancelled:
                cancelled()
                return
            try:
                result = job(Told())
            except Cancelled:
                cancelled()
            except Exception as error:  # noqa: BLE001 - what a task's host does
                failed(error)
            else:
                done(result)

        if self.is_waiting:
            self.kept.append((work, running))
        else:
            work()
        return running

    def go(self) -> None:
        kept, self.kept = self.kept, []
        for work, _ in kept:
            work()


@dataclass
class FakeMap:
    told: list[tuple[str, Any]] = field(default_factory=list)

    def show_release(self, release: Release) -> None:
        self.told.append(("release", release.info.name))

    def show_assessment(self, assessment: Assessment) -> None:
        self.told.append(("assessment", len(assessment.units)))

    def clear(self) -> None:
        self.told.append(("clear", None))

    def flash(self, shapes: Sequence[Any]) -> None:
        self.told.append(("flash", len(shapes)))

    def zoom_to(self, shapes: Sequence[Any]) -> None:
        self.told.append(("zoom", len(shapes)))


@dataclass
class Desk:
    """Errands over the county in memory, and what became of them."""

    releases: dict[Path, Release] = field(default_factory=lambda: {Path("示例县.gpkg"): release()})
    run: FakeRun = field(default_factory=FakeRun)
    map: FakeMap = field(default_factory=FakeMap)
    selection: Callable[[], Site] = lambda: site(500, 500, 900, 900)
    report_path: Path | None = Path("对照分析.pdf")
    made_ready: list[tuple[Path, Release]] = field(default_factory=list)
    removed: dict[Path, Release] = field(default_factory=dict)
    others: tuple[Path, ...] = ()
    unchanged: bool = True
    examination: ImportExamination | None = None
    chosen: tuple[Path, ...] = (Path("资料"),)
    asked: list[ImportRequest] = field(default_factory=list)
    drafted: list[dict[str, str]] = field(default_factory=list)
    remembered: list[tuple[dict[str, str], tuple[str, ...]]] = field(default_factory=list)
    clipboard: tuple[str, str] = ("", "甲\t乙")
    prepared: list[bool] = field(default_factory=list)
    found: ClausesFound | None = None
    searched: list[tuple[str, int]] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    written: list[tuple[Assessment, Project, Path]] = field(default_factory=list)
    cases: list[Case | None] = field(default_factory=list)
    excerpts: list[Any] = field(default_factory=list)
    register_path: Path = Path("没有/zoning_register.gpkg")
    person: str = "张三"
    evidence: tuple[Path, ...] = ()
    folder: Path | None = None
    view: tuple[float, float, float, float] | None = None

    def errands(self, **others: Any) -> Errands:
        made: dict[str, Any] = {
            "run": self.run,
            "run_at_once": AtOnce(),
            "list_releases": lambda progress: self._shelf(),
            "list_removed": lambda progress: tuple(
                StoredRelease(path, one.info, one.digest, one.history) for path, one in self.removed.items()
            ),
            "record_step": self._record_step,
            "withdraw_step": self._withdraw_step,
            "remove_release": self._remove,
            "restore_release": self._restore,
            "open_release": lambda path, progress: self.releases[path],
            "prepare_release": lambda path, release, progress: self.made_ready.append((path, release)),
            "is_unchanged": lambda release, progress: self.unchanged,
            "open_demo": self._open_demo,
            "prepare_search": lambda progress: self.prepared.append(True),
            "search_clauses": self._search_clauses,
            "preview": preview_site,
            "assess": lambda site, release, on, progress: assess(site, release, on=on, near_m=500, progress=progress),
            "rewordings": lambda release, on, progress: {},
            "write_report": self._write,
            "site_of_selection": self.selection,
            "importing": self.importing(),
            "register": self.register(),
            "releases_folder": Path(),
            "ask_report_path": lambda name: self.report_path,
            "open_file": self.opened.append,
            "copy_text": self.copied.append,
            "today": lambda: TODAY,
            "is_map_empty": lambda: False,
            "result_map": self.map,
        }
        return Errands(**(made | others))

    def register(self, **others: Any) -> RegisterErrands:
        made: dict[str, Any] = {
            "remembered": lambda: self.register_path,
            "remember": lambda path: setattr(self, "register_path", path),
            "person": lambda: self.person,
            "remember_person": lambda name: setattr(self, "person", name),
            "ask_open": lambda: self.register_path,
            "ask_new": lambda: self.register_path,
            "ask_evidence": lambda: self.evidence,
            "rules": lambda path: read_office_rules(),
            "put_rules": put_rules_beside,
            "ask_case_folder": lambda: self.folder,
            "ask_export_folder": lambda name: self.folder / name if self.folder else None,
            "ask_table": lambda name: self.folder / name if self.folder else None,
            "view": lambda: self.view,
            "made_with": lambda: MadeWith("0.0.0", "3.22.0", "en"),
            "workshop": self.register_path.parent,
        }
        return RegisterErrands(**(made | others))

    def importing(self, **others: Any) -> ImportErrands:
        made: dict[str, Any] = {
            "ask_folder": lambda: self.chosen[0] if self.chosen else None,
            "ask_files": lambda: self.chosen,
            "clipboard": lambda: self.clipboard,
            "keep_paste": lambda page, text: Path("剪贴板.tsv"),
            "examine": self._examine,
            "store": self._store,
            "draft_profile": self._draft_profile,
            "remember_profile": lambda mapping, base, provinces: self.remembered.append(
                (dict(mapping), tuple(provinces))
            ),
            "office_profiles": lambda: (),
            "take_in_profile": lambda: None,
            "hand_out_profile": lambda path: None,
            "profiles_folder": Path("profiles"),
        }
        return ImportErrands(**(made | others))

    def _examine(self, request: ImportRequest, progress: Any) -> ImportExamination | None:
        self.asked.append(request)
        return self.examination

    def _draft_profile(self, mapping: Any, base: Any) -> Path:
        self.drafted.append(dict(mapping))
        return Path("draft.json")

    def _search_clauses(self, text: str, most: int, progress: Any) -> ClausesFound:
        self.searched.append((text, most))
        return self.found or ClausesFound(words_of(text), (), len(self.releases), 0)

    def _shelf(self) -> Shelf:
        stored = (StoredRelease(path, one.info, one.digest, one.history) for path, one in self.releases.items())
        return Shelf(tuple(stored), self.others)

    def _record_step(self, path: Path, step: Step, progress: Any) -> Release:
        one = self.releases[path]
        self.releases[path] = one.with_steps(with_step(one.history, step))
        return self.releases[path]

    def _withdraw_step(self, path: Path, progress: Any) -> Release:
        one = self.releases[path]
        self.releases[path] = one.with_steps(without_last_step(one.history))
        return self.releases[path]

    def _remove(self, path: Path, progress: Any) -> Path:
        kept = Path("previous") / path.name
        self.removed[kept] = self.releases.pop(path)
        return kept

    def _restore(self, kept: Path, progress: Any) -> Path:
        path = Path(kept.name)
        self.releases[path] = self.removed.pop(kept)
        return path

    def _open_demo(self, progress: Any) -> Path:
        path = Path("示例县.gpkg")
        self.releases[path] = release()
        return path

    def _store(self, examination: Any, info: ReleaseInfo, progress: Any) -> StoredImport:
        path = Path(f"{info.name}.gpkg")
        self.releases[path] = replace(examination.release, info=info)
        return StoredImport(path, path.with_suffix(".html"))

    def _write(
        self, assessment: Assessment, release: Release, project: Project, case: Case | None, excerpt: Any, path: Path, progress: Any
    ) -> tuple[Path, ...]:  # fmt: skip
        self.cases.append(case)
        self.excerpts.append(excerpt)
        self.written.append((assessment, project, path))
        return path, path.with_suffix(".json")
