"""Both themes can be read by everybody, and reach every widget."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.colors import layer_colors
from gradiometer_desktop import theme
from gradiometer_desktop.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = []
    for offset in (1, 3, 5):
        channel = int(color[offset : offset + 2], 16) / 255
        linear.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio, WCAG 2.2: 1 to 21."""
    darker, lighter = sorted([luminance(first), luminance(second)])
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_text_can_be_read(chosen: Theme) -> None:
    """WCAG AA asks for 4.5 of text."""
    for ground in (chosen.ground, chosen.base, chosen.window):
        for text in (chosen.text, chosen.faint, chosen.warning):
            assert contrast(text, ground) >= 4.5
        # The rim of what can be clicked or typed in, and the ring around what has the focus (WCAG 1.4.11).
        assert contrast(chosen.edge, ground) >= 3.0
        assert contrast(chosen.accent, ground) >= 3.0
    # Links, and the button that Enter presses.
    assert contrast(chosen.accent, chosen.base) >= 4.5
    # The labels of markers.
    assert contrast(chosen.marker, chosen.ground) >= 4.5
    # Chosen text.
    assert contrast(chosen.base, chosen.accent) >= 4.5


@THEMES
def test_curves_stand_out_from_the_ground(chosen: Theme) -> None:
    """WCAG asks for 3 of graphics; the light end of the ramp of layers stands out less on white."""
    for color in (chosen.training, chosen.accent):
        assert contrast(color, chosen.ground) >= 3.0
    assert contrast(chosen.held_out, chosen.ground) >= 3.0
    for num_layers in (1, 2, 5, 32, 64):
        colors = layer_colors(num_layers, dark=chosen.dark)
        assert len(set(colors)) == num_layers
        assert min(contrast(color, chosen.ground) for color in colors) >= (2.7 if chosen.dark else 1.9)


@THEMES
def test_the_grid_is_seen_and_stays_behind_the_curves(chosen: Theme) -> None:
    assert 1.2 <= contrast(chosen.grid, chosen.ground) <= 2.0


@THEMES
def test_all_colors_are_written_in_full(chosen: Theme) -> None:
    for name, value in dataclasses.asdict(chosen).items():
        if name != "dark":
            assert len(value) == 7, name
            assert QColor(value).isValid(), name


def test_choices() -> None:
    assert theme.choose("light") is LIGHT
    assert theme.choose("dark") is DARK


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [(Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Unknown, LIGHT)],
)
def test_the_systems_choice(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, expected: Theme
) -> None:
    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return scheme

    monkeypatch.setattr(QApplication, "styleHints", lambda: Hints())
    assert theme.choose("system") is expected


@THEMES
def test_apply_colors_every_widget(qtbot: QtBot, qapp: QApplication, chosen: Theme) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    theme.apply(chosen)
    qtbot.waitUntil(lambda: widget.palette().color(QPalette.ColorRole.Window).name() == chosen.window)
    for role, color in (
        (QPalette.ColorRole.Window, chosen.window),
        (QPalette.ColorRole.WindowText, chosen.text),
        (QPalette.ColorRole.Base, chosen.base),
        (QPalette.ColorRole.Highlight, chosen.accent),
        (QPalette.ColorRole.ToolTipText, chosen.text),
    ):
        assert widget.palette().color(role).name() == color
    disabled = widget.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name() == chosen.resting
    sheet = qapp.styleSheet()
    assert "{" in sheet
    assert "{{" not in sheet
    assert chosen.warning in sheet


def test_letters_grow_also_of_what_is_there_before_the_program_runs(qtbot: QtBot, qapp: QApplication) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    usual = widget.font().pointSizeF()
    theme.scale_letters(150)
    assert widget.font().pointSizeF() == pytest.approx(1.5 * usual)
    assert theme.scaled(100) == 150
    theme.scale_letters(80)
    assert theme.scaled(100) == 80
    theme.scale_letters(100)
    assert widget.font().pointSizeF() == usual
    assert theme.scaled(100) == 100


def test_what_is_so_already_is_not_done_again(qtbot: QtBot) -> None:
    """Each window says the theme, and all that is open would be styled anew."""
    theme.apply(DARK)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    styled = []
    watch = _StyleWatch(styled)
    widget.installEventFilter(watch)
    theme.apply(DARK)
    assert styled == []
    theme.apply(LIGHT)
    assert styled
    assert theme.applied() is LIGHT


class _StyleWatch(QObject):
    """Notes that a widget was given another style."""

    def __init__(self, styled: list[QEvent.Type]):
        super().__init__()
        self._styled = styled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self._styled.append(event.type())
        return False
