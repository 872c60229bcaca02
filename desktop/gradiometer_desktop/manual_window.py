"""The manual in a window of its own: contents and search on the left, the page on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gradiometer_desktop import manual_pages
from gradiometer_desktop.language import count_of, tr
from gradiometer_desktop.manual_text import ManualText

_SIZE = 1200, 780
_CONTENTS_PX = 270
_NAME = Qt.ItemDataRole.UserRole
# Whoever opened it may be closed first, and nobody else holds it.
_open: list[ManualWindow] = []


def open_manual(page: str = "") -> ManualWindow:
    """Bring the manual forward, at a page; at its beginning, or where it was left, where none is given."""
    if not _open:
        _open.append(ManualWindow())
        QApplication.instance().aboutToQuit.connect(_open[0].close)  # type: ignore[union-attr]
    window = _open[0]
    if page or not window.text.page:
        window.open_page(page if manual_pages.has(page) else manual_pages.INDEX)
    window.show()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.activateWindow()
    return window


class ManualWindow(QWidget):
    """It has no parent, so that a dialog which holds up the main window does not hold it up too."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("Manual - Gradiometer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The program ends with its main window.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(tr("Search (Ctrl+F)"))
        self.search.setAccessibleName(tr("Search the manual"))
        self.search.setAccessibleDescription(tr("Enter goes to the next place, Escape shows all pages again"))
        self.search.setClearButtonEnabled(True)
        self.found = QLabel()
        self.found.setObjectName("note")
        self.found.hide()
        self.contents = QTreeWidget()
        self.contents.setObjectName("manual")
        self.contents.setHeaderHidden(True)
        self.contents.setRootIsDecorated(False)
        self.contents.setIndentation(12)
        self.contents.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.contents.setAccessibleName(tr("Contents of the manual"))
        self.text = ManualText()
        self.back = self._button("←", tr("Back"), tr("Back (Alt+Left)"))
        self.forward = self._button("→", tr("Forward"), tr("Forward (Alt+Right)"))
        self.home = self._button(tr("Contents"), tr("Contents"), tr("The list of all pages (Alt+Home)"))
        self._items: dict[str, QTreeWidgetItem] = {}
        self._fill()
        self._lay_out()
        self._connect()
        self.resize(*_SIZE)

    def open_page(self, name: str) -> None:
        """Show a page."""
        self.text.open_page(name)
        self.text.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self in _open:
            _open.remove(self)
        super().closeEvent(event)

    def _button(self, text: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        return button

    def _fill(self) -> None:
        for chapter in manual_pages.chapters():
            head = QTreeWidgetItem(self.contents, [chapter.title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            for page in chapter.pages:
                item = QTreeWidgetItem(head, [page.title])
                item.setData(0, _NAME, page.name)
                self._items[page.name] = item
        self.contents.expandAll()

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 8, 0, 8)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.found)
        column.addWidget(self.contents, 1)
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 4)
        head.setSpacing(4)
        for button in (self.back, self.forward, self.home):
            head.addWidget(button)
        head.addStretch(1)
        main = QWidget()
        right = QVBoxLayout(main)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.text, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(side)
        splitter.addWidget(main)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_CONTENTS_PX, _SIZE[0] - _CONTENTS_PX])
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def _connect(self) -> None:
        self.back.clicked.connect(self.text.backward)
        self.forward.clicked.connect(self.text.forward)
        self.home.clicked.connect(lambda: self.text.open_page(manual_pages.INDEX))
        self.text.backwardAvailable.connect(self.back.setEnabled)
        self.text.forwardAvailable.connect(self.forward.setEnabled)
        for button in (self.back, self.forward):
            button.setEnabled(False)
        self.text.shown.connect(self._arrive)
        self.contents.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.contents.itemActivated.connect(lambda item, _column: self._choose(item))
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._go_on)
        for keys, act in (
            ("Alt+Left", self.text.backward),
            ("Alt+Right", self.text.forward),
            ("Alt+Home", lambda: self.text.open_page(manual_pages.INDEX)),
            ("Ctrl+F", self._begin_search),
            ("F3", self._go_on),
            ("Escape", self._leave),
            ("Ctrl+W", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        name = None if item is None else item.data(0, _NAME)
        if name:
            self.text.open_page(str(name))

    def _arrive(self, name: str) -> None:
        item = self._items.get(name)
        self.contents.blockSignals(True)
        self.contents.setCurrentItem(item)  # type: ignore[arg-type]
        self.contents.blockSignals(False)
        title = manual_pages.title_of(name)
        self.setWindowTitle(tr("{title} - Manual - Gradiometer", title=title) if title else tr("Manual - Gradiometer"))
        self._mark()

    # Search

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _search(self, words: str) -> None:
        hits = {page.name for page in manual_pages.find(words)}
        for name, item in self._items.items():
            item.setHidden(name not in hits)
        for index in range(self.contents.topLevelItemCount()):
            head = self.contents.topLevelItem(index)
            assert head is not None
            inside = (head.child(place) for place in range(head.childCount()))
            head.setHidden(all(item is None or item.isHidden() for item in inside))
        self.found.setVisible(bool(words.strip()))
        self.found.setText(count_of("on {n} page", "on {n} pages", len(hits)) if hits else tr("on no page"))
        self._mark()

    def _mark(self) -> None:
        self.text.mark(self.search.text())

    def _go_on(self) -> None:
        """To the next place on this page, else to the first page that has one."""
        words = self.search.text()
        hits = manual_pages.find(words) if words.strip() else []
        if any(page.name == self.text.page for page in hits):
            self.text.go_to_mark()
        elif hits:
            self.text.open_page(hits[0].name)
            self.text.go_to_mark()

    def _leave(self) -> None:
        """Out of the search; where there is none, out of the window."""
        if self.search.text():
            self.search.clear()
            self.text.setFocus()
        else:
            self.close()
