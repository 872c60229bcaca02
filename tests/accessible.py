"""Walks through windows as people do who have no mouse, or hear instead of seeing: names, Tab, focus, contrast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from gradiometer_desktop.plots.canvas import Canvas

LEAST_CONTRAST = 4.5
"""Of text: level AA of the Web Content Accessibility Guidelines, 1.4.3; text that rests is exempt."""
_INTERACTIVE = (
    *(QAbstractButton, QComboBox, QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QAbstractSlider),
    *(QAbstractItemView, QTabBar, Canvas),
)
_OF_KEYBOARD = Qt.TextInteractionFlag.LinksAccessibleByKeyboard
_SCALE = 2
# Links in a label, and as many cells as a small table has.
_MOST_STAYS = 40
_LETTERS = re.compile(r"\w")
_COLOURED = re.compile(r"<(?:span|a) [^>]*color:\s*(#[0-9a-fA-F]{6})[^>]*>(.*?)</(?:span|a)>", re.DOTALL)
_TAG = re.compile("<[^>]*>")


def tell(widget: QWidget) -> str:
    """Which one it is, for who has to mend it."""
    text = ""
    for read in ("text", "title", "windowTitle"):
        found = getattr(widget, read, None)
        if callable(found) and not text:
            text = str(found())[:40]
    parents = []
    parent = widget.parentWidget()
    while parent is not None and len(parents) < 4:
        parents.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__}#{widget.objectName()} {text!r} in {' < '.join(parents)}"


def is_of_qt(widget: QWidget) -> bool:
    """A part of a control, which the control speaks for: the line of a spin box, the list of a combo box."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractSpinBox | QComboBox | QHeaderView):
            return True
        if isinstance(parent, QAbstractItemView | QLineEdit | QTabBar) and isinstance(widget, QAbstractButton):
            # The corner of a table, what clears a line, what scrolls tabs.
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QScrollBar | QHeaderView) or widget.objectName().startswith("qt_")


def controls(root: QWidget) -> Iterator[QWidget]:
    """Whatever a person can act on, of what can be seen of a window."""
    for widget in root.findChildren(QWidget):
        if widget.window() is root and widget.isVisible() and not is_of_qt(widget) and is_interactive(widget):
            yield widget


def is_interactive(widget: QWidget) -> bool:
    """Whether it is there to be acted on."""
    if isinstance(widget, QLabel):
        return bool(widget.textInteractionFlags() & _OF_KEYBOARD) and "<a " in widget.text()
    return isinstance(widget, _INTERACTIVE) or takes_tab(widget)


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab should stop there."""
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and widget.focusProxy() is None


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    found = QAccessible.queryAccessibleInterface(widget)
    return "" if found is None else found.text(QAccessible.Text.Name).strip()


def nameless(root: QWidget) -> list[str]:
    """Controls without a name."""
    return [f"no name: {tell(each)}" for each in controls(root) if not name_of(each)]


# Qt's own close and float buttons of docks: the menu View does the same by keyboard.
def _is_of_dock(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QDockWidget) and isinstance(widget, QAbstractButton)


def should_be_met(root: QWidget) -> list[QWidget]:
    """Controls that Tab has to meet."""
    found = []
    for each in controls(root):
        if each.isEnabled() and not each.visibleRegion().isEmpty() and not _is_of_dock(each):
            # Of a group of radio buttons Tab meets one, and arrows the others.
            found.append(each)
    return found


def walk(root: QWidget) -> tuple[list[QWidget], list[str]]:
    """Press Tab until it comes round: what was met, in order, and what is wrong with it."""
    root.activateWindow()
    QTest.qWait(1)
    first = root.focusWidget() or next((each for each in controls(root) if takes_tab(each) and each.isEnabled()), None)
    if first is None:
        return [], []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    wrong: list[str] = []
    stays = 0
    is_alone = len(should_be_met(root)) < 2
    while True:
        focused = root.focusWidget()
        if focused is None:
            wrong.append(f"Tab leads nowhere behind {tell(met[-1]) if met else tell(root)}")
            break
        if met and focused is met[-1]:
            stays += 1
            if stays > _MOST_STAYS:
                wrong.append(f"keeps the focus: {tell(focused)}")
                _behind(root, focused).setFocus(Qt.FocusReason.TabFocusReason)
                if root.focusWidget() is focused:
                    break
                stays = 0
                continue
        elif focused in met:
            break
        else:
            met.append(focused)
            stays = 0
        if is_alone:
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return met, wrong


def _behind(root: QWidget, focused: QWidget) -> QWidget:
    """The next control, which Tab should have led to. Not by `nextInFocusChain`: see `keyboard.controls_of`."""
    others = [each for each in controls(root) if takes_tab(each) and each.isEnabled()]
    here = next((at for at, each in enumerate(others) if each is focused), -1)
    return others[(here + 1) % len(others)]


def unreached(root: QWidget, met: Iterable[QWidget]) -> list[str]:
    """Controls that Tab has not met."""
    reached = set(met)
    for each in list(reached):
        # A spin box or an editable combo box is met by its line.
        parent = each.parentWidget()
        while parent is not None:
            reached.add(parent)
            parent = parent.parentWidget() if isinstance(parent, QAbstractSpinBox | QComboBox) else None
    return [f"Tab does not reach: {tell(each)}" for each in should_be_met(root) if each not in reached]


def unmarked(met: Iterable[QWidget]) -> list[str]:
    """Controls that look the same with and without the focus."""
    wrong = []
    for widget in met:
        if isinstance(widget, QLabel | QTabBar | QScrollArea) and not widget.isVisible():
            continue
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        # As it is while somebody uses the keys; a click takes the marks away.
        widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if not widget.hasFocus():
            continue
        with_focus = pixels_of(widget)
        widget.clearFocus()
        if np.array_equal(with_focus, pixels_of(widget)):
            wrong.append(f"focus not seen: {tell(widget)}")
    return wrong


def pixels_of(widget: QWidget) -> NDArray[np.uint8]:
    """[height, width, 4]."""
    return _array(widget.grab().toImage())


def _array(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return flat[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


# Contrast


def luminance(colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative luminance of colours from 0 to 255, [..., 3] in red, green, blue (WCAG 2.2)."""
    share = colors / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Of two colours as `#rrggbb`, 1 to 21."""
    pair = [QColor(each).getRgb()[:3] for each in (one, other)]
    low, high = sorted(luminance(np.array(pair, np.float64)).tolist())
    return (high + 0.05) / (low + 0.05)


def pale(root: QWidget) -> list[str]:
    """Texts that stand out too little from what is behind them, as they are painted."""
    QApplication.processEvents()
    image = QImage(root.size() * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(root.palette().color(root.backgroundRole()))
    painter = QPainter(image)
    root.render(painter, QPoint(0, 0))
    painter.end()
    pixels = _array(image)
    wrong = []
    for widget in root.findChildren(QWidget):
        if widget.window() is root and widget.isVisible() and widget.isEnabled() and _says_something(widget):
            wrong += _pale(root, widget, pixels)
    return wrong


def _says_something(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return bool(_LETTERS.search(_TAG.sub("", unescape(widget.text()))))
    if isinstance(widget, QComboBox):
        return bool(widget.currentText())
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return bool(widget.toPlainText().strip())
    if isinstance(widget, QAbstractItemView):
        return widget.model() is not None and widget.model().rowCount() > 0
    return isinstance(widget, QMenuBar)


def _pale(root: QWidget, widget: QWidget, pixels: NDArray[np.uint8]) -> Iterator[str]:
    seen = widget.visibleRegion().boundingRect()
    area = QRect(widget.mapTo(root, seen.topLeft()), seen.size())
    if area.width() < 8 or area.height() < 8:
        return
    top, left = area.top() * _SCALE, area.left() * _SCALE
    crop = pixels[top : top + area.height() * _SCALE, left : left + area.width() * _SCALE, 2::-1].reshape(-1, 3)
    packed, counts = np.unique(crop.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32), return_counts=True)
    colors = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1)
    levels = luminance(colors.astype(np.float64))
    ground = levels[counts.argmax()]
    ratios = (np.maximum(levels, ground) + 0.05) / (np.minimum(levels, ground) + 0.05)
    if ratios.max() < LEAST_CONTRAST:
        yield f"contrast {ratios.max():.1f}: {tell(widget)}"
    if isinstance(widget, QLabel):
        behind = QColor(*colors[counts.argmax()].tolist()).name()
        for color, text in _COLOURED.findall(widget.text()):
            plain = unescape(_TAG.sub("", text))
            if _LETTERS.search(plain) and contrast(color, behind) < LEAST_CONTRAST:
                yield f"contrast {contrast(color, behind):.1f} of {plain!r}: {tell(widget)}"
