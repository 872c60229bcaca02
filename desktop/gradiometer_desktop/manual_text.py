"""A page of the manual on the screen: Markdown and pictures from resources, in the colours of the window."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDesktopServices,
    QFont,
    QFontDatabase,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from gradiometer_desktop import manual_pages
from gradiometer_desktop.language import tr
from gradiometer_desktop.theme import Theme, applied

# Percent of the letters' own height.
_LINE_HEIGHT = 130.0
_MARGIN_PX, _CELL_PX = 24, 6
# A line that is longer is hard to read.
_MOST_WIDTH_PX = 860
_INDENT_PX = 22
_LEAST_PICTURE_PX = 40
# Of headings, against the letters of the text, and the room above and below them.
_HEADINGS = {1: (1.7, 0, 10), 2: (1.25, 18, 6), 3: (1.05, 12, 4)}
_BELOW_PX = 8
_RESOURCES = QTextDocument.ResourceType


class ManualText(QTextBrowser):
    """page: the name of what is shown; shown: it is another one now.

    Links to pages are followed, others are opened elsewhere.
    """

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._is_dressing = False
        self.page = ""
        self.setAccessibleName(tr("Text of the manual"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(_MARGIN_PX)
        self.document().setIndentWidth(_INDENT_PX)
        self.anchorClicked.connect(self._follow)
        self.sourceChanged.connect(self._arrive)

    def open_page(self, name: str) -> None:
        """Show a page, from its top; the one before can be gone back to."""
        if name != self.page:
            self.setSource(QUrl(name + manual_pages.SUFFIX), _RESOURCES.MarkdownResource)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = name.path() if isinstance(name, QUrl) else name
        if kind == _RESOURCES.MarkdownResource.value:
            return manual_pages.text_of(path.removesuffix(manual_pages.SUFFIX))
        if kind == _RESOURCES.ImageResource.value:
            return QImage.fromData(manual_pages.picture(path, is_dark=applied().dark))
        return None

    def mark(self, words: str) -> int:
        """Mark all places of the words; returns how many there are."""
        ground, letters = QColor(applied().accent), QColor(applied().base)
        marks = []
        pattern = "|".join(manual_pages.begins(word) for word in words.split())
        for found in re.finditer(pattern, self.document().toPlainText(), re.IGNORECASE) if pattern else ():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(found.start())
            mark.cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(ground)
            mark.format.setForeground(letters)
            marks.append(mark)
        self.setExtraSelections(marks)
        return len(marks)

    def go_to_mark(self) -> bool:
        """Bring the next marked place into sight, after the last the first again; False where there is none."""
        marks, here = self.extraSelections(), self.textCursor().position()
        for mark in sorted(marks, key=lambda each: (each.cursor.selectionStart() < here, each.cursor.selectionStart())):
            cursor = QTextCursor(self.document())
            cursor.setPosition(mark.cursor.selectionEnd())
            self.setTextCursor(cursor)
            # With something above it to read.
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect().top() - self.viewport().height() // 3)
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Colours and sizes are written into the document when it is made.
        kinds = QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange
        if event.type() in kinds and self.page and not self._is_dressing:
            at = self.verticalScrollBar().value()
            self.document().setDefaultFont(self.font())
            self.reload()
            self.verticalScrollBar().setValue(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _follow(self, url: QUrl) -> None:
        if url.isRelative() and url.path().endswith(manual_pages.SUFFIX):
            self.open_page(url.path().removesuffix(manual_pages.SUFFIX))
        elif not url.isRelative():
            QDesktopServices.openUrl(url)

    def _arrive(self, url: QUrl) -> None:
        # What `source` says now is still the page before.
        self.page = url.path().removesuffix(manual_pages.SUFFIX)
        self._is_dressing = True
        _dress(self.document(), applied(), self.font())
        self._fit()
        self._is_dressing = False
        self.shown.emit(self.page)

    def _fit(self) -> None:
        """A column that is not too wide to read, in the middle, and pictures as wide as there is room."""
        spare = max(0, self.viewport().width() - 2 * _MARGIN_PX - _MOST_WIDTH_PX)
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setLeftMargin(_MARGIN_PX + spare // 3)
        form.setRightMargin(_MARGIN_PX + spare - spare // 3)
        frame.setFrameFormat(form)
        room = min(self.viewport().width() - 2 * _MARGIN_PX, _MOST_WIDTH_PX)
        for cursor in _pictures(self.document()):
            table = cursor.currentTable()
            columns = 1 if table is None else table.columns()
            self._fit_picture(cursor, room / columns - (2 * _CELL_PX + 2) * (columns > 1))

    def _fit_picture(self, cursor: QTextCursor, room: float) -> None:
        """Qt's own text would leave out pixels where a picture is made smaller, and letters would be lost."""
        form = cursor.charFormat().toImageFormat()
        image = QImage.fromData(manual_pages.picture(form.name(), is_dark=applied().dark))
        if image.isNull():
            return
        width, ratio = round(min(image.width(), max(_LEAST_PICTURE_PX, room))), self.devicePixelRatioF()
        if width * ratio < image.width():
            image = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        self.document().addResource(_RESOURCES.ImageResource.value, QUrl(form.name()), image)
        form.setWidth(width)
        form.setHeight(width * image.height() / image.width())
        cursor.setCharFormat(form)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    blocks, block = [], document.begin()
    while block.isValid():
        blocks.append(block)
        block = block.next()
    return blocks


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """The pieces of a block that look alike each."""
    return [each.fragment() for each in cast("Iterable[QTextBlock.iterator]", block)]


def _pictures(document: QTextDocument) -> list[QTextCursor]:
    """A cursor that selects each of them."""
    found = []
    for block in _blocks(document):
        for fragment in _fragments(block):
            if fragment.charFormat().isImageFormat():
                cursor = QTextCursor(document)
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                found.append(cursor)
    return found


def _dress(document: QTextDocument, theme: Theme, font: QFont) -> None:
    """Spacing, headings, code and tables: what Qt makes of Markdown is bare."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    for block in _blocks(document):
        cursor = QTextCursor(block)
        form, level = QTextBlockFormat(), block.blockFormat().headingLevel()
        # A picture's line would be so much higher than the picture.
        if not any(each.charFormat().isImageFormat() for each in _fragments(block)):
            form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        is_code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence) or (
            block.blockFormat().nonBreakableLines()
        )
        if level:
            scale, above, below = _HEADINGS[min(level, 3)]
            form.setTopMargin(above)
            form.setBottomMargin(below)
            letters = QTextCharFormat()
            letters.setFontPointSize(scale * font.pointSizeF())
            letters.setFontWeight(QFont.Weight.DemiBold)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(letters)
            cursor.mergeBlockCharFormat(letters)
        elif is_code:
            form.setBackground(QBrush(QColor(theme.base)))
            form.setLeftMargin(0)
            form.setNonBreakableLines(False)
        elif cursor.currentTable() is None:
            form.setBottomMargin(_BELOW_PX if block.textList() is None else _BELOW_PX / 2)
        cursor.clearSelection()
        cursor.mergeBlockFormat(form)
        _dress_code(block, theme, fixed)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, theme)


def _dress_code(block: QTextBlock, theme: Theme, fixed: QFont) -> None:
    """Formulas, names and commands stand on a ground of their own."""
    spans = [(each.position(), each.length(), each.charFormat()) for each in _fragments(block)]
    for begin, length, form in spans:
        if form.fontFixedPitch() or form.fontFamilies() == ["monospace"]:
            cursor = QTextCursor(block)
            cursor.setPosition(begin)
            cursor.setPosition(begin + length, QTextCursor.MoveMode.KeepAnchor)
            letters = QTextCharFormat()
            letters.setFontFamilies(fixed.families())
            letters.setBackground(QColor(theme.base))
            cursor.mergeCharFormat(letters)


def _dress_table(table: QTextTable, theme: Theme) -> None:
    form = table.format()
    form.setCellPadding(_CELL_PX)
    form.setCellSpacing(0)
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderBrush(QBrush(QColor(theme.border)))
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setTopMargin(4)
    form.setBottomMargin(12)
    table.setFormat(form)
