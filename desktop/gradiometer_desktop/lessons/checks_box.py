"""What a lesson's runs should measure, beside what they have measured: in this window, and over many seeds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.lesson_checks import Verdict, measure, rounded, verdict, work_out
from gradiometer.lesson_numbers import NUMBERS
from gradiometer.lessons import LAST, Check, Claim, Expectation, Lesson
from gradiometer.quantities import QUANTITIES
from gradiometer.survey import Found
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.badges import badge
from gradiometer_desktop.lessons.fitted import FittedTable
from gradiometer_desktop.lessons.parts import button, caption, note
from gradiometer_desktop.theme import LIGHT, Theme
from gradiometer_desktop.wording import capital, spaced

_WHAT, _MEASURED, _EXPECTED, _VERDICT = range(4)
# Left out where it is narrow: only the contrary is worth a word.
_USUAL_END = tr(", inside the band of the seeds")
_HEADINGS = (tr("What"), tr("Measured"), tr("Expected"), tr("Verdict"))


class ChecksBox(QWidget):
    """survey_asked: over the lesson's seeds; survey_cancelled: the one that is running. Hidden without any checks."""

    survey_asked = Signal()
    survey_cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lesson: Lesson | None = None
        self._theme = LIGHT
        self._live: dict[Check, Verdict] = {}
        self._surveyed: dict[Check, Found] = {}
        self._num_seeds = 0
        self._changed_at: dict[str, int] = {}
        self.table = FittedTable(tr("Checks"), _HEADINGS, (38, 18.5, 18.5, 25))
        self._caption = caption("", self.table)
        self.alone = note()
        self._rows: dict[Check, int] = {}
        self._titles: dict[str, int] = {}
        self._claims: dict[int, tuple[Claim, Verdict]] = {}
        self.survey = button()
        self.survey.setToolTip(tr("Runs the lesson with other seeds, beside what the window shows; no file is kept"))
        self.survey.clicked.connect(self.survey_asked)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("How far the check over many seeds is"))
        self.cancel = button(tr("Cancel"), tr("Cancel the check over many seeds"))
        self.cancel.clicked.connect(self._cancel)
        self.outcome = note()
        self._lay_out()
        self.show_surveying(is_on=False)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.survey)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._caption)
        column.addWidget(self.table)
        column.addWidget(self.alone)
        column.addLayout(row)
        column.addWidget(self.outcome)

    def show_lesson(self, lesson: Lesson) -> None:
        """Its checks, of which nothing is measured yet."""
        self._lesson = lesson
        self._live, self._surveyed, self._changed_at = {}, {}, {}
        self._num_seeds = most_seeds(lesson)
        self.setVisible(has_checks(lesson))
        self.survey.setText(tr("Check over {num_seeds} seeds…", num_seeds=self._num_seeds))
        self.survey.setVisible(self._num_seeds > 1 and self.cancel.isHidden())
        self.outcome.hide()
        self._make_rows(lesson)
        self._write()

    def _make_rows(self, lesson: Lesson) -> None:
        """The checks of each run below its title; what all of them measure stands above them."""
        shared = _shared_quantity(lesson)
        self._caption.setText(
            tr("Does it agree? {shared} of", shared=capital(shared)) if shared else tr("Does it agree?")
        )
        expected: list[Expectation] = [*lesson.checks, *lesson.claims]
        kinds = {tr("Published") if each.is_published else tr("Computed") for each in expected}
        heading = kinds.pop() if len(kinds) == 1 else _HEADINGS[_EXPECTED]
        self.table.setHorizontalHeaderLabels([*_HEADINGS[:_EXPECTED], heading, _HEADINGS[_VERDICT]])
        self.table.clear_rows()
        self._rows, self._titles, self._claims = {}, {}, {}
        for run in lesson.runs:
            checks = lesson.checks_of(run.name)
            if checks and len(lesson.runs) > 1:
                self._titles[run.name] = self.table.add_title(said(run.title))
            for check in checks:
                self._rows[check] = self._add(check, describe(check, quantity=not shared))
        if lesson.claims and lesson.checks:
            self.table.add_title(tr("Worked out, with no run"))
        for claim in lesson.claims:
            title = said(NUMBERS[claim.number].title)
            # What begins with a formula stays as it is.
            self._claims[self._add(claim, title if title[1:2].isupper() else capital(title))] = claim, work_out(claim)

    def _add(self, check: Expectation, what: str) -> int:
        """A row with what is known beforehand; returns its index."""
        row = self.table.rowCount()
        self.table.setRowCount(row + 1)
        source = (
            tr("Published: {source}", source=said(check.source))
            if check.is_published
            else tr("Computed: {source}", source=said(check.source))
        )
        self.table.write(row, _WHAT, what).setToolTip(source)
        self.table.write(row, _EXPECTED, rounded(check, check.expected)).setToolTip(source)
        return row

    def refresh(self, history: History | None, run: str | None) -> None:
        """Measure what the run on the screen has come to; run: its name, None where it is none of the lesson's."""
        if self._lesson is None or history is None or run is None:
            return
        changed = False
        for check in self._lesson.checks_of(run):
            # What has been measured once stays: its step is over.
            if check in self._live:
                continue
            found = verdict(check, [measure(check, self._lesson.run(run), history)])
            if found.agrees is not None:
                self._live[check] = found
                changed = True
        first = history.interventions[0].step if history.interventions else None
        if first is not None and self._changed_at.get(run) != first:
            self._changed_at[run] = first
            changed = True
        elif first is None and run in self._changed_at:
            del self._changed_at[run]
            changed = True
        if changed:
            self._write()

    def forget(self, run: str) -> None:
        """It is run anew."""
        if self._lesson is not None:
            for check in self._lesson.checks_of(run):
                self._live.pop(check, None)
            self._changed_at.pop(run, None)
            self._write()

    def show_survey(self, found: Sequence[Found], *, was_cancelled: bool) -> None:
        """What a survey has measured; one that was cancelled has fewer seeds, or none."""
        self._surveyed = {each.check: each for each in found if each.verdict.agrees is not None}
        if was_cancelled:
            self.say(tr("Cancelled; what whole runs have measured is shown."))
        else:
            good = sum(each.verdict.agrees is True for each in self._surveyed.values())
            most = max((len(each.measured) for each in found), default=0)
            self.say(
                tr(
                    "Medians over {most} seeds, with the 5th and 95th percentiles: {good} of {num_found} agree.",
                    most=most,
                    good=good,
                    num_found=len(found),
                )
            )
        self._write()

    def show_surveying(self, *, is_on: bool, done: int = 0, total: int = 0) -> None:
        """How far it is; total 0: not known yet."""
        before, after = (self.survey, self.cancel) if is_on else (self.cancel, self.survey)
        has_keys = self.window().focusWidget() is before
        if not is_on or self.cancel.isHidden():
            self.cancel.setEnabled(is_on)
        after.setVisible(is_on or self._num_seeds > 1)
        if has_keys:
            # Else Qt gives them to whatever stands next.
            after.setFocus()
        before.hide()
        self.progress.setVisible(is_on)
        if is_on:
            self.outcome.hide()
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.progress.setFormat(
                tr("step {done} of {total}", done=spaced(done), total=spaced(total)) if total else "begins"
            )

    def say(self, sentence: str) -> None:
        """How the survey ended."""
        self.outcome.setText(sentence)
        self.outcome.setVisible(bool(sentence))

    def apply_theme(self, theme: Theme) -> None:
        """Draw the signs in its colours."""
        self._theme = theme
        self._write()

    def _cancel(self) -> None:
        # It ends with the step that it is in.
        self.cancel.setEnabled(False)
        self.survey_cancelled.emit()

    def _write(self) -> None:
        if self._lesson is None:
            return
        judged: dict[str, list[bool]] = {}
        num_alone = 0
        for check, row in self._rows.items():
            live, surveyed = self._live.get(check), self._surveyed.get(check)
            agrees = self._agrees(check, live) if surveyed is None else surveyed.verdict.agrees
            texts = [] if live is None else [tr("This run: {text}", text=said(live.text))]
            texts += [] if surveyed is None else [tr("Many seeds: {text}", text=said(surveyed.verdict.text))]
            is_alone = surveyed is None and live is not None and live.agrees is not agrees
            num_alone += is_alone
            judgement = self._judgement(check, live, surveyed, is_alone=is_alone)
            self._judge(row, agrees, _measured(check, live, surveyed), judgement, texts)
            if agrees is not None:
                judged.setdefault(check.run, []).append(agrees)
        for row, (claim, found) in self._claims.items():
            self._judge(row, found.agrees, rounded(claim, found.median), _brief(found), [said(found.text)])
        for name, row in self._titles.items():
            agreed = judged.get(name, [])
            counts = (
                tr(
                    ": {sum} of {num_checks_of_name} agree",
                    sum=sum(agreed),
                    num_checks_of_name=len(self._lesson.checks_of(name)),
                )
                if agreed
                else ""
            )
            self.table.write(row, 0, f"{said(self._lesson.run(name).title)}{counts}")
        self.alone.setText(
            tr(
                "One network alone scatters. Where it differs, what counts is the check over {num_seeds} seeds.",
                num_seeds=self._num_seeds,
            )
        )
        self.alone.setVisible(num_alone > 0)
        self.table.fit()

    def _agrees(self, check: Check, live: Verdict | None) -> bool | None:
        """What the run on the screen says; None where it says nothing yet, or where the median of seeds has to."""
        if live is None:
            return None
        has_seeds = self._lesson is not None and self._lesson.run(check.run).num_seeds > 1
        return None if has_seeds and not live.agrees else live.agrees

    def _judge(self, row: int, agrees: bool | None, measured: str, judgement: str, texts: Sequence[str]) -> None:
        """texts: all of it, for who asks."""
        self.table.write(row, _MEASURED, measured)
        self.table.write(row, _VERDICT, judgement).setToolTip("\n".join(texts))
        what = self.table.item(row, _WHAT)
        assert what is not None
        what.setIcon(badge(agrees, self._theme))
        what.setData(Qt.ItemDataRole.AccessibleTextRole, f"{what.text()}: {judgement}")

    def _judgement(self, check: Check, live: Verdict | None, surveyed: Found | None, *, is_alone: bool) -> str:
        """is_alone: the run on the screen differs, and the seeds have not been asked."""
        lines = []
        if live is not None:
            changed = self._changed_at.get(check.run)
            what = tr("this one run: {differs}", differs=_differs(live)) if is_alone else _brief(live)
            if changed is not None and (check.step == LAST or changed <= int(check.step)):
                what += tr(" (the network was changed at step {changed})", changed=spaced(changed))
            lines.append(what)
        if surveyed is not None:
            seeds = tr("{num_measured} seeds: ", num_measured=len(surveyed.measured))
            lines.append(f"{seeds if lines else ''}{_brief(surveyed.verdict)}")
        return "\n".join(lines) or tr("not yet measured")


def has_checks(lesson: Lesson) -> bool:
    """Whether there is anything to check."""
    return bool(lesson.checks or lesson.claims)


def most_seeds(lesson: Lesson) -> int:
    """Over how many seeds its checks are made."""
    checked = {check.run for check in lesson.checks}
    return max((run.num_seeds for run in lesson.runs if run.name in checked), default=1)


def describe(check: Check, *, quantity: bool = True) -> str:
    """`Delta norm, hidden 1, step 0`; without the quantity where it is clear."""
    parts = [part.strip().partition(":") for part in check.term.text.split("/")]
    places = _places([place for _, _, place in parts if place])
    if not quantity:
        what = places
    elif len({name for name, _, _ in parts}) == 1:
        what = ", ".join(filter(None, [_title(parts[0][0]), places]))
    else:
        what = " / ".join(f"{_title(name)}, {_place(place)}" if place else _title(name) for name, _, place in parts)
    when = tr("at the end") if check.step == LAST else tr("step {step}", step=spaced(int(check.step)))
    return f"{capital(what)}, {when}"


def _shared_quantity(lesson: Lesson) -> str:
    """What all checks measure, of one layer or another; an empty text where they measure this and that."""
    names = {name for check in lesson.checks for name in check.term.quantities}
    is_layered = all(check.term.layers for check in lesson.checks)
    return _title(*names) if len(names) == 1 and is_layered and len(lesson.checks) > 1 else ""


def _title(quantity: str) -> str:
    return said(QUANTITIES[quantity].title).partition(" (")[0]


def _place(place: str) -> str:
    """`hidden 1`, `recurrent 1, first time step`, `recurrent 1, time step 7`."""
    layer, _, time = place.partition("@")
    if not time:
        return layer
    return (
        tr("{layer}, time step {time}", layer=layer, time=time)
        if time.isdecimal()
        else tr("{layer}, {time} time step", layer=layer, time=time)
    )


def _places(places: Sequence[str]) -> str:
    """One, or what is divided by what."""
    layers = {place.partition("@")[0] for place in places}
    times = [place.partition("@")[2] for place in places]
    if len(places) == 2 and len(layers) == 1 and all(times):
        return tr("{pop}, {times} / {times_2} time step", pop=layers.pop(), times=times[0], times_2=times[1])
    return " / ".join(map(_place, places))


def _measured(check: Check, live: Verdict | None, surveyed: Found | None) -> str:
    lines = [] if live is None else [rounded(check, live.median)]
    if surveyed is not None:
        found = surveyed.verdict
        lines.append(
            tr(
                "{short}\n({short_2} to {short_3})",
                short=_short(found.median),
                short_2=_short(found.low),
                short_3=_short(found.high),
            )
        )
    return "\n".join(lines) or "–"


def _short(value: float) -> str:
    return f"{value:.2g}"


def _brief(found: Verdict) -> str:
    """What a verdict says behind the numbers, which stand in cells of their own: `agrees within a factor 2: ...`."""
    differs, _, allowed = map(said, _end(found).partition(", "))
    return f"{allowed}: {differs}" if allowed else differs


def _differs(found: Verdict) -> str:
    """By how much alone: `2.3 times larger`."""
    return said(_end(found).partition(", ")[0])


def _end(found: Verdict) -> str:
    return found.text.rpartition(": ")[2].removesuffix(_USUAL_END)
