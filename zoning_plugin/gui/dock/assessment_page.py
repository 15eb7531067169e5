# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 研判: site tools, how things stand, what lies at the site, every clause, and what can be made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QModelIndex, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import language, tr
from ...core.clause_reading import Modality
from ...core.folding import words_of
from ...core.project import Project
from ...core.relevance import RelevanceLevel
from ...core.terms import SiteKind
from ...wording import word
from ..icons import icon
from ..reading_order import set_reading_order
from ..register.answer_panel import AnswerPanel
from ..register.case_bar import CaseBar
from ..register.clause_marks import ClauseMark
from ..register.keep_form import KeepForm
from ..state_card import Look, StateCard
from ..theme_follower import ThemeFollower
from ..words import tier_word
from .assessment_presenter import Results
from .clause_tree import ClauseFilter, ClauseTree
from .clause_view import ClauseView
from .finding_delegate import FindingDelegate
from .finding_rows import ROW, FindingRows, UnitRow
from .noted_clause import NotedClause
from .preview_pane import PreviewPane
from .preview_presenter import Preview
from .project_form import ProjectForm
from .search_field import SearchField
from .summary_line import SummaryLine
from .writing_line import WritingLine

_SEARCH_PAUSE_MS = 120
_UNANSWERED, _DIRECT, _RELATED = "unanswered", "direct", "related"
"""What the clauses can be narrowed to besides a Modality; the first only in an open case."""
_LEAST_ROWS = 4
"""Units in sight at least, before the clauses get more room than their own least."""
_LEAST_CLAUSE_LINES = 6
"""Lines of the clauses in sight at least: three headings and the beginning of a clause."""


class AssessmentPage(QWidget):
    """Widgets only: signals out, setters in."""

    selection_asked = pyqtSignal()
    clear_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    report_asked = pyqtSignal()
    only_asked = pyqtSignal(object, str)
    """A report of these clauses only (their ids), and what they were narrowed by, in words."""
    answer_asked = pyqtSignal()
    cancel_writing_asked = pyqtSignal()
    keep_asked = pyqtSignal()
    project_written = pyqtSignal()
    open_asked = pyqtSignal(object)
    """A file to open (Path)."""
    row_hovered = pyqtSignal(object)
    row_activated = pyqtSignal(object)

    def __init__(self, chooser: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.site_actions = {kind: QAction(self) for kind in SiteKind}
        self.selection_action = QAction(self)
        self.move_action = QAction(self)
        self.clear_action = QAction(self)
        self.card = StateCard()
        self.form = ProjectForm()
        self.preview = PreviewPane()
        self.summary = SummaryLine()
        self.rows = FindingRows(self)
        self.findings = QListView()
        self.tree = ClauseTree(self)
        self.filter = ClauseFilter(self.tree, self)
        self.clauses = ClauseView(self.filter)
        self.search = SearchField()
        self.count = QLabel()
        self.tiers = QLabel()
        self.report_button = QPushButton()
        self.answer_button = QPushButton()
        self.keep_button = QPushButton()
        self.keep_form = KeepForm()
        self.case_bar = CaseBar()
        self.answer_panel = AnswerPanel()
        self.narrow = QComboBox()
        self._marks: Mapping[str, ClauseMark] = {}
        self._noted: Mapping[str, NotedClause] = {}
        self.related_first = QToolButton()
        self.only_button = QPushButton()
        self.writing = WritingLine()
        self._hint = QLabel()
        self._was_moved = False
        self._is_begun = False
        self._has_case = False
        self._is_gathered = False
        self._by_tier = ""
        for kind, action in self.site_actions.items():
            action.setObjectName(kind.value)
        self.selection_action.setObjectName("selection")
        self.move_action.setObjectName("move")
        self.clear_action.setObjectName("clear")
        for name in (
            "card",
            "summary",
            "findings",
            "clauses",
            "search",
            "count",
            "tiers",
            "report_button",
            "answer_button",
            "keep_button",
            "narrow",
            "related_first",
            "only_button",
        ):
            getattr(self, name).setObjectName(name)
        self._lay_out(chooser)
        self._connect()
        self.retranslate()
        ThemeFollower(self, self._set_icons)
        self.show_results(None)
        self.enable(can_assess=False, has_results=False)
        self.offer_move(has_site=False, has_case=False)
        self.show_marks(None, can_answer=False)

    # --- built once --------------------------------------------------------------------------------------------------

    def _lay_out(self, chooser: QWidget) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        self._beside_tools = QHBoxLayout()
        self._beside_tools.addStretch(0)  # keeps the tools together while nothing is beside them
        order = (SiteKind.POINT, SiteKind.POLYGON, SiteKind.LINE)
        self._tool_buttons = []
        drawing = (self.site_actions[kind] for kind in order)
        for action in (*drawing, self.selection_action, self.move_action, self.clear_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setIconSize(QSize(20, 20))
            button.setObjectName(f"site_{action.objectName()}")
            self._tool_buttons.append(button)
            if action is self.clear_action:
                tools.addLayout(self._beside_tools, 1)
            tools.addWidget(button)
        for button in self._tool_buttons[-2:]:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._move_button = self._tool_buttons[-2]

        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setWordWrap(True)
        self._hint.hide()
        self.findings.setModel(self.rows)
        self.findings.setItemDelegate(FindingDelegate(self.findings))
        self.findings.setMouseTracking(True)
        self.findings.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.setMinimumHeight(self.fontMetrics().height() * 3)

        searching = QHBoxLayout()
        searching.addWidget(self.search, 1)
        searching.addWidget(self.narrow)
        searching.addWidget(self.related_first)
        searching.addWidget(self.count)
        self.narrow.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.narrow.setMinimumContentsLength(5)
        self.related_first.setCheckable(True)
        self.related_first.setAutoRaise(True)
        self.related_first.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        telling = QHBoxLayout()
        telling.addWidget(self.tiers, 1)
        telling.addWidget(self.only_button)
        self.tiers.setTextFormat(Qt.TextFormat.PlainText)
        self.tiers.setWordWrap(True)

        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(3)
        above.addWidget(self.card)
        above.addWidget(self.findings, 1000)
        above.addStretch(1)  # so that the card stays at the top while there is no list
        self._lower = QWidget()
        below = QVBoxLayout(self._lower)
        below.setContentsMargins(0, 2, 0, 0)
        below.setSpacing(3)
        below.addLayout(searching)
        below.addLayout(telling)
        below.addWidget(self.clauses, 1)
        below.addWidget(self.answer_panel)
        self._upper = upper
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self._lower)
        self.splitter.setStretchFactor(1, 1)

        buttons = QHBoxLayout()
        buttons.addWidget(self.report_button, 1)
        buttons.addWidget(self.answer_button, 1)
        buttons.addWidget(self.keep_button, 1)

        self._results = QWidget()  # gives way as one to the preview of another site, and comes back as it was
        of_site = QVBoxLayout(self._results)
        of_site.setContentsMargins(0, 0, 0, 0)
        of_site.setSpacing(2)
        of_site.addWidget(self.summary)
        of_site.addWidget(self.case_bar)
        of_site.addWidget(self.splitter, 1)
        of_site.addWidget(self.keep_form)
        of_site.addWidget(self.writing)
        of_site.addLayout(buttons)
        self.preview.hide()

        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 2, 6, 3)
        whole.setSpacing(2)
        whole.addWidget(chooser)
        whole.addLayout(tools)
        whole.addWidget(self._hint)
        whole.addWidget(self.form)
        whole.addWidget(self.preview, 1)
        whole.addWidget(self._results, 1)
        set_reading_order(
            chooser, *self._tool_buttons, self.form, self.case_bar, self.card, self.findings, self.search, self.narrow, self.related_first,
            self.only_button, self.clauses, self.answer_panel, self.keep_form, self.writing, self.report_button,
            self.answer_button, self.keep_button,
        )  # fmt: skip

    def _connect(self) -> None:
        self.selection_action.triggered.connect(self.selection_asked)
        self.clear_action.triggered.connect(self.clear_asked)
        self.card.cancel_asked.connect(self.cancel_asked)
        self.report_button.clicked.connect(self.report_asked)
        self.answer_button.clicked.connect(self.answer_asked)
        self.keep_button.clicked.connect(self.keep_asked)
        self.writing.open_asked.connect(self.open_asked)
        self.writing.cancel_asked.connect(self.cancel_writing_asked)
        self.findings.entered.connect(lambda index: self.row_hovered.emit(index.data(ROW)))
        self.findings.clicked.connect(self._go_to_section)
        self.findings.activated.connect(self._go_to_section)  # Enter; a click has gone there already
        self.findings.activated.connect(lambda index: self.row_activated.emit(index.data(ROW)))
        self.findings.selectionModel().currentChanged.connect(self._current_changed)
        self.splitter.splitterMoved.connect(self._remember_moved)
        # A search waits for a pause in typing: with hundreds of clauses each wrap costs some milliseconds.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._search)
        self.search.left_downwards.connect(self._enter_clauses)
        self.narrow.currentIndexChanged.connect(lambda _: self._narrow())
        self.related_first.toggled.connect(self._sort)
        self.only_button.clicked.connect(lambda: self.only_asked.emit(self.filter.keys_shown, self._what_is_on()))
        self.clauses.reason_asked.connect(lambda: self.answer_panel.reason.setFocus(Qt.FocusReason.OtherFocusReason))
        self.answer_panel.left.connect(lambda: self.clauses.setFocus(Qt.FocusReason.OtherFocusReason))
        self.form.settled.connect(self.project_written)

    def retranslate(self) -> None:
        """Set every label, tooltip and accessible name in the language of now, and the icons in the palette of now."""
        point, line, area = (self.site_actions[kind] for kind in (SiteKind.POINT, SiteKind.LINE, SiteKind.POLYGON))
        _label(point, tr("Point"), tr("Click a point on the map: what applies there?"))
        _label(area, tr("Area"), tr("Draw an area: click its corners, right click or Enter finishes"))
        _label(line, tr("Line"), tr("Draw a line (a road, a pipe): click its vertices, right click or Enter finishes"))
        _label(
            self.selection_action,
            tr("Selected"),
            tr("Take the selected features of the current layer; layer and selection stay as they are"),
        )
        self._label_move()
        _label(self.clear_action, tr("Clear"), tr("Forget the site and take it from the map"))
        for button in self._tool_buttons:
            button.setAccessibleName(button.defaultAction().text())
            button.setAccessibleDescription(button.defaultAction().toolTip())
        _name(
            self.search,
            tr("Find in the clauses"),
            tr("Find words in the clauses; several words: all of them must be there"),
        )
        self.search.setPlaceholderText(tr("Find in the clauses …"))
        _name(self.findings, tr("What lies at the site"), "")
        _name(self.clauses, tr("Clauses"), "")
        self.findings.setToolTip("")
        self.report_button.setText(tr("Report …"))
        _name(
            self.report_button,
            tr("Report"),
            tr("Write the comparison report (PDF) and the assessment (JSON)"),
        )
        self.answer_button.setText(tr("Copy brief"))
        _name(
            self.answer_button,
            tr("Copy brief"),
            tr("Put a three-line answer on the clipboard, for a chat window"),
        )
        self.keep_button.setText(tr("Keep case"))
        _name(
            self.keep_button,
            tr("Keep case"),
            tr("Keep this assessment as a case in the register: then every clause can be answered"),
        )
        self.keep_form.retranslate()
        self.case_bar.retranslate()
        self.answer_panel.retranslate()
        _name(self.narrow, tr("Which clauses"), tr("Show only some of the clauses; the report holds all of them"))
        chosen = self.narrow.currentIndex()
        self.narrow.blockSignals(True)
        self.narrow.clear()
        words = {
            None: tr("All"),
            _UNANSWERED: tr("Unanswered"),
            _DIRECT: tr("Directly related"),
            _RELATED: tr("Related"),
        }
        for wanted, text in words.items():
            self.narrow.addItem(text, wanted)
        for modality in Modality:
            self.narrow.addItem(word(f"modality-{modality.value}", language()), modality)
        self.narrow.setCurrentIndex(max(chosen, 0))
        self.narrow.blockSignals(False)
        self._offer_unanswered()
        _name(
            self.related_first,
            tr("Related first"),
            tr("Show what comes nearest to the project first; the report keeps the printed order"),
        )
        self.only_button.setText(tr("Report of these only …"))
        self.only_button.setToolTip(
            tr("Write a report of the clauses shown here only; every page of it says so, and how many are left out")
        )
        self.form.retranslate()
        self.card.retranslate()
        self.writing.retranslate()
        self.preview.retranslate()
        self._set_icons()

    # --- set by the presenter ----------------------------------------------------------------------------------------

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Say how things stand."""
        self.card.show_state(look, title, sentences, can_cancel=can_cancel)

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar of what is loading."""
        self.card.show_progress(share, step)

    def show_results(self, results: Results | None) -> None:
        """Show results, or none."""
        has_results = results is not None
        self.rows.set_rows(results.rows if results else ())
        self.search.clear()
        self.clauses.light(())
        self.tree.set_sections(results.sections if results else (), results.met if results else {})
        self._by_tier = (
            " · ".join(f"{tier_word(tier)} {count}" for tier, count in results.by_tier.items()) if results else ""
        )
        self.summary.show_summary(results.summary if results else None)
        self.summary.setVisible(has_results)
        self._gather(is_gathered=has_results)
        self.findings.setVisible(has_results)
        self._lower.setVisible(has_results)
        self._show_counts()
        if has_results and not self._was_moved:
            QTimer.singleShot(0, self._share_room)  # when what was shown has its size

    def show_preview(self, preview: Preview | None) -> None:
        """Show a preview in place of the results, or the results again, which are as they were."""
        if preview is not None:
            self.preview.show_preview(preview)
        self._results.setVisible(preview is None)
        self.preview.setVisible(preview is not None)

    def show_writing(self, look: Look | None, text: str = "", paths: Sequence[Path] = ()) -> None:
        """Say how the writing of the report stands; None takes the line away."""
        self.writing.show_state(look, text, paths)

    def show_writing_progress(self, share: float, step: str) -> None:
        """Move the bar of the writing."""
        self.writing.show_progress(share, step)

    def enable(self, *, can_assess: bool, has_results: bool) -> None:
        """Let only those buttons be pressed that can do something."""
        for action in (*self.site_actions.values(), self.selection_action):
            action.setEnabled(can_assess)
        self.clear_action.setEnabled(has_results)
        self.report_button.setEnabled(has_results)
        self.answer_button.setEnabled(has_results)
        self.keep_button.setEnabled(has_results)
        if not has_results:
            self.keep_form.hide()

    def offer_move(self, *, has_site: bool, has_case: bool) -> None:
        """Let the site be moved where there is one, and it is not that of a case; then say why not."""
        self._has_case = has_case
        self.move_action.setEnabled(has_site and not has_case)
        self._move_button.setVisible(has_site)
        self._label_move()

    def project(self) -> Project:
        """The project fields as they are filled in."""
        return self.form.project()

    def show_hint(self, text: str, *, is_begun: bool = False) -> None:
        """Say how to go on with the drawing in hand; empty when there is none. Over results only once it is begun."""
        self._is_begun = is_begun
        self._hint.setText(text)
        self._show_hint()

    # --- of an open case ---------------------------------------------------------------------------------------------

    def show_case(self, name: str, counts: str, details: str) -> None:
        """Say which case is open and how far it is."""
        self.case_bar.show_case(name, counts, details)

    def show_case_note(self, text: str, *, is_loud: bool = False) -> None:
        """Say what could not be stored."""
        self.case_bar.show_note(text, is_loud=is_loud)

    def show_marks(self, marks: Mapping[str, ClauseMark] | None, *, can_answer: bool) -> None:
        """Show what stands beside the clauses; None: no case is open."""
        has_case = marks is not None
        is_other = has_case != bool(self._marks)
        if is_other:
            self.narrow.setCurrentIndex(0)
        self._marks = marks or {}
        self.case_bar.setVisible(has_case)
        self.answer_panel.setVisible(has_case)
        self._offer_unanswered()
        self.keep_button.setVisible(not has_case)
        self.card.set_brief(is_brief=has_case)
        self.clauses.can_answer = can_answer
        self.tree.set_marks(self._marks)
        self._show_counts()
        if self.narrow.currentData() != _UNANSWERED or not self._marks:  # a clause does not vanish while it is answered
            self._narrow()
        self.clauses.marks_changed()
        if is_other and not self._was_moved:
            QTimer.singleShot(0, self._share_room)

    def show_notes(self, noted: Mapping[str, NotedClause]) -> None:
        """Show what the machine notes beside the clauses; what is narrowed or sorted by it follows."""
        self._noted = noted
        self.tree.set_notes(noted)
        if self.related_first.isChecked():
            self.filter.invalidate()
        self._narrow()
        self.clauses.marks_changed()

    def show_answer(
        self, key: str, number: str, reason: str, file_count: int, frequent: Sequence[str], offers: Sequence[str], *, can_write: bool
    ) -> None:  # fmt: skip
        """Show the answer to the clause under the cursor."""
        self.answer_panel.show_clause(key, number, reason, file_count, frequent, offers, can_write=can_write)

    def flush(self) -> None:
        """Tell what is typed and not told yet."""
        self.answer_panel.flush()

    def _narrow(self) -> None:
        """Let only some clauses through; the line above them says so."""
        wanted = self.narrow.currentData()
        levels = {_DIRECT: {RelevanceLevel.DIRECT}, _RELATED: {RelevanceLevel.DIRECT, RelevanceLevel.POSSIBLE}}.get(
            wanted
        )
        keys = None
        if wanted == _UNANSWERED:
            keys = frozenset(key for key, mark in self._marks.items() if mark.verdict is None) if self._marks else None
        elif levels:
            keys = frozenset(key for key, noted in self._noted.items() if noted.relevance in levels)
        elif wanted is not None:
            keys = frozenset(key for key, noted in self._noted.items() if wanted in noted.modality)
        if keys != self.filter.keys:
            self.filter.set_keys(keys)
            self.clauses.expandAll()
        self._show_counts()

    def _offer_unanswered(self) -> None:
        """Whether a clause is answered is a question only in an open case."""
        place = self.narrow.findData(_UNANSWERED)
        self.narrow.model().item(place).setEnabled(bool(self._marks))  # type: ignore[union-attr]
        self.narrow.view().setRowHidden(place, not self._marks)  # type: ignore[union-attr]

    def _sort(self, is_on: bool) -> None:
        self.filter.set_related_first(is_on=is_on)
        self.clauses.expandAll()
        current = self.clauses.currentIndex()
        if current.isValid():
            self.clauses.scrollTo(current)

    def _what_is_on(self) -> str:
        """By what the clauses are narrowed, in words."""
        told = [self.narrow.currentText()] if self.filter.keys is not None else []
        told += [tr("search “{text}”").format(text=self.search.text().strip())] if self.filter.terms else []
        return "、".join(told) if language() == "zh" else ", ".join(told)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _gather(self, *, is_gathered: bool) -> None:
        """Site tools and project in one line while there are results: the room is theirs."""
        if is_gathered == self._is_gathered:
            return
        self._is_gathered = is_gathered
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_gathered else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._tool_buttons[:-2]:
            button.setToolButtonStyle(style)
        if is_gathered:
            self._beside_tools.insertWidget(0, self.form.fold, 1)
        else:
            self.form.take_fold()
        self.card.set_compact(is_compact=is_gathered)
        self._show_hint()

    def _show_hint(self) -> None:
        self._hint.setVisible(bool(self._hint.text()) and (self._is_begun or not self._is_gathered))

    def _label_move(self) -> None:
        tip = tr("Move the site on the map: drag the whole of it, or one of its vertices")
        if self._has_case:
            tip = tr("The site of a case stays where it was judged; close the case to move its site")
        _label(self.move_action, tr("Move"), tip)
        self._move_button.setAccessibleName(self.move_action.text())
        self._move_button.setAccessibleDescription(self.move_action.toolTip())

    def _set_icons(self) -> None:
        tool = self._tool_buttons[0]
        for kind, action in self.site_actions.items():
            action.setIcon(icon(f"site-{kind.value}", tool))
        self.selection_action.setIcon(icon("site-selection", tool))
        self.move_action.setIcon(icon("site-move", tool))
        self.clear_action.setIcon(icon("clear", tool))
        self.report_button.setIcon(icon("report", self.report_button))
        self.answer_button.setIcon(icon("copy", self.answer_button))
        self.keep_button.setIcon(icon("keep-case", self.keep_button))
        self.related_first.setIcon(icon("related-first", self.related_first))
        self.search.set_icon(icon("search", self.search))
        self.search.offer_wider(
            icon("search-all", self.search), tr("Find these words in all clauses of all releases (Ctrl+Enter)")
        )

    def _enter_clauses(self) -> None:
        self.clauses.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.clauses.currentIndex().isValid():
            self.clauses.setCurrentIndex(self.filter.index(0, 0))

    def _search(self) -> None:
        self._pause.stop()
        self.clauses.light(words_of(self.search.text()))
        self._show_counts()

    def _show_counts(self) -> None:
        shown, total = self.filter.shown, self.filter.total
        if total and (self.filter.terms or self.filter.keys is not None):
            self.count.setText(tr("{shown} of {total}").format(shown=shown, total=total))
            hidden = tr("Search is on: {hidden} clauses hidden").format(hidden=total - shown)
            if self.filter.keys is not None:
                only = self.narrow.currentText()
                hidden = tr("“{only}” is on: {hidden} clauses hidden").format(only=only, hidden=total - shown)
            self.tiers.setText(f"{hidden} · {self._by_tier}")
            empty = tr("None of the {total} clauses holds these words.").format(total=total)
            if self.filter.keys is not None:
                empty = tr("None of the {total} clauses is so.").format(total=total)
                if self.narrow.currentData() in (_DIRECT, _RELATED) and not self._is_project_known():
                    empty = tr(
                        "Say first what the project is: industry, kind or keywords, in the line “Project” above."
                    )
            self.clauses.say_when_empty(empty)
        else:
            self.count.setText(tr("{total} clauses").format(total=total))
            self.tiers.setText(self._by_tier)
            self.clauses.say_when_empty(tr("There is no clause to compare with: above it says why."))
        is_narrowed = bool(total) and (bool(self.filter.terms) or self.filter.keys is not None)
        self.only_button.setVisible(is_narrowed and 0 < shown < total)
        self.tiers.setVisible(
            bool(self.tiers.text()) and (is_narrowed or not self._marks)
        )  # in a case the room is for answers

    def _is_project_known(self) -> bool:
        return any(one.relevance is not None for one in self._noted.values())

    def _current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and self.findings.hasFocus():
            self.row_hovered.emit(current.data(ROW))

    def _go_to_section(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, UnitRow):
            section = self.tree.section_index(row.finding.unit.code)
            self.clauses.show_section(self.filter.mapFromSource(section))

    def _remember_moved(self) -> None:
        self._was_moved = True

    def _share_room(self) -> None:
        """Give what lies at the site as much room as it needs, and the clauses half; of either something is always in sight."""
        heights = [self.findings.sizeHintForRow(row) for row in range(self.rows.rowCount())]
        frame = 2 * self.findings.frameWidth() + 2
        card = self.card.layout().heightForWidth(self.card.width())
        card = max(card, self.card.minimumSizeHint().height()) + self._upper.layout().spacing()
        total = sum(self.splitter.sizes())
        clauses = self._lower.minimumSizeHint().height() - self.clauses.minimumSizeHint().height()
        clauses += _LEAST_CLAUSE_LINES * self.fontMetrics().lineSpacing()
        wanted, least = (card + sum(some) + frame for some in (heights, heights[:_LEAST_ROWS]))
        if self._marks:  # now the clauses are what is worked at
            wanted = least = card + sum(heights[:1]) + frame
        upper = max(min(wanted, max(total // 2, least), total - clauses), self._upper.minimumSizeHint().height())
        self.splitter.setSizes([upper, total - upper])


def _label(action: QAction, text: str, tip: str) -> None:
    action.setText(text)
    action.setToolTip(tip)


def _name(widget: QWidget, name: str, tip: str) -> None:
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
