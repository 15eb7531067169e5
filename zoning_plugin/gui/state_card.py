# SPDX-License-Identifier: GPL-3.0-or-later
"""The card that says how things stand: each state its own words, sign, colour and outline."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QFocusEvent, QPainter, QPen
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..bridge.i18n import tr
from .colours import AMBER, BLUE, GREY, LOUD, RED, VIOLET, contrast, ground_of, ink_of, mixed, text_on, tinted
from .icons import picture
from .theme_follower import ThemeFollower


class Look(Enum):
    """How a card looks: name of its icon, colour, share of the colour in its ground, outline, hatch of its bar."""

    EMPTY = ("look-empty", GREY, 0.0, Qt.PenStyle.DashLine, Qt.BrushStyle.NoBrush)
    LOADING = ("look-loading", BLUE, 0.08, Qt.PenStyle.DotLine, Qt.BrushStyle.NoBrush)
    PREVIEW = ("look-preview", BLUE, 0.12, Qt.PenStyle.DashLine, Qt.BrushStyle.Dense5Pattern)
    COMPLETE = ("look-complete", BLUE, 0.0, Qt.PenStyle.SolidLine, Qt.BrushStyle.SolidPattern)
    NOTHING_APPLIES = ("look-nothing", GREY, 0.10, Qt.PenStyle.SolidLine, Qt.BrushStyle.SolidPattern)
    INCOMPLETE = ("look-incomplete", AMBER, 0.24, Qt.PenStyle.SolidLine, Qt.BrushStyle.SolidPattern)
    NO_DATA = ("look-no-data", VIOLET, 0.14, Qt.PenStyle.DashDotLine, Qt.BrushStyle.BDiagPattern)
    ERROR = ("look-error", RED, 0.20, Qt.PenStyle.SolidLine, Qt.BrushStyle.SolidPattern)


_PLAQUE = {Look.INCOMPLETE: LOUD, Look.NO_DATA: "#6d3fa8", Look.ERROR: "#b3261e"}
"""Ground of the headline, in white letters, where the state must not be overlooked: the same in every theme."""

_BAR = 6
_ICON = 24
_MOST_LINES = 7.5
_MOST_LINES_COMPACT = 3.5
_MOST_LINES_BRIEF = 1.5
"""Lines beyond which the sentences scroll, so that what is below stays in sight; the half one shows that there is more."""


class StateCard(QFrame):
    """A headline, any number of sentences, and while something runs a bar with a button that stops it."""

    cancel_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look.EMPTY
        self._is_compact = self._is_brief = False
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._icon.setFixedWidth(_ICON)
        self._title = _text_label()
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        self._body = _text_label()
        self._body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = _Sentences(self._body)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(round(self.fontMetrics().height() * 0.7))
        self._cancel = QPushButton()
        self._cancel.clicked.connect(self.cancel_asked)
        self._running = QWidget()  # a widget: an empty layout would squeeze the text to its own width
        running = QHBoxLayout(self._running)
        running.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self._bar, 1)
        running.addWidget(self._cancel)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._scroll)
        words.addWidget(self._running)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(_BAR + 6, 4, 6, 4)
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.retranslate()
        self.show_state(Look.EMPTY, "")
        ThemeFollower(self, self._follow_theme)

    def retranslate(self) -> None:
        """Set the fixed labels in the language of now."""
        self._cancel.setText(tr("Cancel"))
        self._cancel.setToolTip(tr("Stop what is running; nothing is stored"))

    def show_state(self, look: Look, title: str, sentences: Sequence[str] = (), *, can_cancel: bool = False) -> None:
        """Show a state; sentences are plain text, whatever they hold. A LOADING card has a bar."""
        self.look = look
        is_loading = look is Look.LOADING
        self._title.setText(title)
        marked = [f"• {sentence}" for sentence in sentences] if len(sentences) > 1 else list(sentences)
        self._body.setText("\n".join(marked))
        self._scroll.most_lines = self._most_lines
        self._scroll.setVisible(bool(sentences))
        self._scroll.verticalScrollBar().setValue(0)
        self._running.setVisible(is_loading)
        self._bar.setRange(0, 0 if is_loading else 1000)
        self._cancel.setVisible(can_cancel)
        self.setAccessibleName(title)
        self._scroll.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(sentences))
        self._follow_theme()
        self._scroll.updateGeometry()
        self.updateGeometry()
        self.update()

    def set_compact(self, *, is_compact: bool) -> None:
        """Take little room, because results stand below."""
        self._is_compact = is_compact
        self._scroll.most_lines = self._most_lines
        self._icon.setFixedWidth(self._icon_side)
        self._draw_icon()
        self._scroll.updateGeometry()

    def set_brief(self, *, is_brief: bool) -> None:
        """Where it is compact, take even less while nothing is wrong: the room is for what is worked at."""
        self._is_brief = is_brief
        self._scroll.most_lines = self._most_lines
        self._scroll.updateGeometry()

    @property
    def _most_lines(self) -> float:
        if not self._is_compact:
            return _MOST_LINES
        return _MOST_LINES_BRIEF if self._is_brief and self.look is Look.COMPLETE else _MOST_LINES_COMPACT

    def show_progress(self, share: float, step: str) -> None:
        """Move the bar to ``share`` (0 to 1) and say the step that is under way."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(share * 1000))
        self._body.setText(step)
        self._scroll.setVisible(bool(step))
        self._scroll.updateGeometry()

    @property
    def title(self) -> str:
        """The headline shown."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The sentences shown."""
        return self._body.text()

    def paintEvent(self, event: object) -> None:
        """Draw ground, outline and bar of the look."""
        _, colour, _, outline, hatch = self.look.value
        base = ground_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        pen = QPen(mixed(base, colour, 0.75), 2 if self._scroll.hasFocus() else 1, outline)
        painter.setPen(pen)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(frame, 4, 4)
        if hatch is not Qt.BrushStyle.NoBrush:
            bar = frame.adjusted(1, 1, 0, -1)
            bar.setWidth(_BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(bar, QBrush(QColor(colour), hatch))

    def _ground(self) -> QColor:
        _, colour, share, _, _ = self.look.value
        return tinted(ground_of(self), colour, share, ink_of(self._icon))

    def _follow_theme(self) -> None:
        """Letters, plaque and icon for the look of now on the ground of now.

        The ink is that of a label that nobody dresses: themes colour labels, and not what is drawn on a frame.
        """
        plaque = _PLAQUE.get(self.look)
        dress = (
            f"background: {plaque}; color: white; border-radius: 3px; padding: 1px 5px" if plaque else "padding: 0px"
        )
        self._title.setStyleSheet(f"QLabel {{ border: none; margin: 0px; {dress} }}")
        ground = self._ground()
        ink = ink_of(self._icon)
        if contrast(ink, ground) < 4.5:  # a theme of middle greys
            ink = text_on(ground)
        self._scroll.set_ink(ink)
        self._draw_icon()

    @property
    def _icon_side(self) -> int:
        return 18 if self._is_compact else _ICON

    def _draw_icon(self) -> None:
        name = self.look.value[0]
        self._icon.setPixmap(picture(name, self._icon_side, ink_of(self._icon), self.devicePixelRatioF()))


class _Sentences(QScrollArea):
    """A wrapped text as tall as it needs to be, and from some height on with a scroll bar."""

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self._label = label
        self.most_lines = _MOST_LINES
        self.setWidget(label)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # in the tab order from the start; left out while all is in sight
        self.setObjectName("sentences")
        self.verticalScrollBar().rangeChanged.connect(self._offer_keys)
        self.viewport().setObjectName("sentences_ground")
        label.setObjectName("sentences_text")

    def set_ink(self, ink: QColor) -> None:
        """Letters in ``ink`` on the card itself: a theme gives every scroll area a ground and a frame like an input field's."""
        bare = "background: transparent; border: none; padding: 0px; margin: 0px"
        dress = f"_Sentences, #sentences_ground, #sentences_text {{ {bare} }} #sentences_text {{ color: {ink.name()} }}"
        if dress != self.styleSheet():
            self.setStyleSheet(dress)

    def sizeHint(self) -> QSize:
        """As tall as the text at this width, up to the most."""
        width = max(self.viewport().width(), 120)
        needed = self._label.heightForWidth(width)
        return QSize(160, min(needed, round(self.most_lines * self._line_height)))

    @property
    def _line_height(self) -> float:
        """Of a line with Chinese in it, which another font than the label's own may draw."""
        return self._label.fontMetrics().boundingRect(QRect(0, 0, 999, 999), 0, "国\n国").height() / 2

    def minimumSizeHint(self) -> QSize:
        """The same: a sentence is never cut off."""
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Ask for another height when the width has changed."""
        super().resizeEvent(event)
        self.updateGeometry()
        self._offer_keys(0, self.verticalScrollBar().maximum())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The card shows who has the keyboard."""
        super().focusInEvent(event)
        self.parentWidget().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No longer."""
        super().focusOutEvent(event)
        self.parentWidget().update()

    def _offer_keys(self, _: int, hidden: int) -> None:
        """The arrows scroll what is not in sight; where nothing is hidden Tab goes on."""
        self.verticalScrollBar().setSingleStep(round(self._line_height))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if hidden > 0 else Qt.FocusPolicy.NoFocus)


def _text_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)  # names come from files
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
