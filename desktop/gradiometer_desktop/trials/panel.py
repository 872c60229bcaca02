"""What stands below the plots of a trial: how far it is, what came out, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from gradiometer.branch_messages import Over
from gradiometer.comparison import Comparison
from gradiometer.trial import Trial
from gradiometer.trial_words import null_sentence, sentence
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.parts import button, caption, note
from gradiometer_desktop.scrolled import let_keys_scroll
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.trials.face import BranchesFace
from gradiometer_desktop.trials.table import TrialTable
from gradiometer_desktop.wording import spaced

_HIGHEST_PX = 320
_KEPT = tr("Closing this window keeps the branches: they are session files of their own.")


class TrialPanel(QWidget):
    """play_asked, pause_asked, cut_asked, change_asked, discard_asked: its buttons; adopt_asked: number of a branch."""

    play_asked = Signal()
    pause_asked = Signal()
    cut_asked = Signal()
    change_asked = Signal()
    discard_asked = Signal()
    adopt_asked = Signal(int)

    title = tr("Trial")

    def __init__(self) -> None:
        super().__init__()
        self._face: BranchesFace | None = None
        self._trial: Trial | None = None
        self._seeds = (0, 1)
        self.headline, self.state = caption(""), note()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.progress.setAccessibleName(tr("How far the trial is"))
        self.play, self.cut = button(tr("Play")), button(tr("Cut short"))
        self.cut.setToolTip(tr("Do with the orders of the data that are through already"))
        self.change = button(tr("Change a branch…"))
        self.change.setToolTip(tr("Make a further change to one of the branches; the others go on as they are"))
        self.discard = button(tr("Discard all…"))
        self.discard.setToolTip(
            tr("Move the branches' files to the trash; what the trial has shown stays in the session")
        )
        self.table = TrialTable()
        self.table.adopt_asked.connect(self.adopt_asked)
        self.told = note(_KEPT)
        self.told.setObjectName("")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setAccessibleName(tr("What the trial has shown"))
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._lay_out()
        self.play.clicked.connect(self._toggle)
        self.cut.clicked.connect(self.cut_asked)
        self.change.clicked.connect(self.change_asked)
        self.discard.clicked.connect(self.discard_asked)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.state)
        words.addWidget(self.progress)
        head.addLayout(words, 1)
        for each in (self.play, self.cut, self.change, self.discard):
            head.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        let_keys_scroll(scroll, tr("What the trial has shown"))
        scroll.setWidget(self.told)
        body = QHBoxLayout()
        body.setSpacing(12)
        left = QVBoxLayout()
        left.addWidget(self.table)
        left.addStretch(1)
        body.addLayout(left, 3)
        body.addWidget(scroll, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(body, 1)
        # What a larger window has to spare is for the plots.
        self.setMaximumHeight(_HIGHEST_PX)

    def show_comparison(self, comparison: Comparison, *, can_adopt: bool) -> None:
        """The sessions of the trial."""
        parent = comparison.control.session.parent
        if parent is not None:
            self.headline.setText(tr("Forked before step {step} of {file}", step=spaced(parent.step), file=parent.file))
        self.table.show_comparison(comparison, can_adopt=can_adopt)

    def show_face(self, face: BranchesFace) -> None:
        """The branches train, or will."""
        self._face = face
        self._seeds = 0, max(1, len(face.branches.request.seeds))
        face.counted.connect(self._count)
        face.state_changed.connect(self.refresh)
        face.over.connect(self._end)
        self.refresh()

    def show_trial(self, trial: Trial) -> None:
        """What came out."""
        self._trial = trial
        self.table.show_trial(trial)
        told = [said(null_sentence(trial)), *(said(sentence(trial, arm)) for arm in trial.arms), _KEPT]
        self.told.setText("\n\n".join(filter(None, told)))
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self.table.apply_theme(theme)

    def refresh(self) -> None:
        """How far it is, and what its sessions have measured."""
        face = self._face
        is_over = face is not None and face.is_over
        is_playing = face is not None and face.is_playing
        self.play.setText(tr("Pause") if is_playing else tr("Play"))
        self.play.setEnabled(not is_over)
        self.change.setEnabled(face is not None and not is_over)
        is_trying = face is not None and face.is_trying and not is_over
        self.cut.setVisible(is_trying)
        self.cut.setEnabled(self._seeds[0] > 0 and self._seeds[0] < self._seeds[1])
        self.progress.setVisible(is_trying)
        self.state.setText(self._state())
        self.table.refresh()

    def _state(self) -> str:
        face = self._face
        if face is None:
            return tr("The branches are as they were left. Play lets them go on, all on the same examples.")
        if face.is_over:
            return tr("The branches have ended; their files are complete.")
        request = face.branches.request
        if face.is_trying:
            done = max(0, face.step - request.step)
            seed, seeds = self._seeds
            self.progress.setRange(0, request.steps * seeds)
            self.progress.setValue(min(done, request.steps) if seed == 0 else seed * request.steps)
            verb = tr("training") if face.is_playing else tr("held")
            if done < request.steps or seed >= seeds:
                return tr("Step {done} of {steps}: {verb}", done=spaced(done), steps=spaced(request.steps), verb=verb)
            return tr("Order of the data {seed} of {seeds}: {verb}", seed=seed + 1, seeds=seeds, verb=verb)
        verb = (
            tr("The branches train on") if face.is_playing else tr("The trial is through; Play lets the branches go on")
        )
        return tr("{verb}; step {step}.", verb=verb, step=spaced(face.step))

    def _count(self, done: int, total: int) -> None:
        self._seeds = done, total
        self.refresh()

    def _end(self, over: Over) -> None:
        if over.error:
            self.told.setText(said(over.error))
        self.refresh()

    def _toggle(self) -> None:
        is_playing = self._face is not None and self._face.is_playing
        (self.pause_asked if is_playing else self.play_asked).emit()
