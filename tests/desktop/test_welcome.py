"""What stands on the start page while there are no sessions."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradiometer_desktop.welcome import Welcome


def test_it_leads_to_the_sample_and_the_tour(qtbot: QtBot) -> None:
    welcome = Welcome()
    qtbot.addWidget(welcome)
    with qtbot.waitSignal(welcome.sample_asked):
        welcome.sample.click()
    with qtbot.waitSignal(welcome.tour_asked):
        welcome.tour.click()
