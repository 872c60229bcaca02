"""What each section says, read off the session by other ways."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradiometer import __version__
from gradiometer.comparison import Comparison
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.exports import ExportError
from gradiometer.report import of_session, together
from gradiometer.report.document import Block, Bullets, Code, Figure, Paragraph, Section, Table, Terms
from gradiometer.report.findings import findings
from gradiometer.report.pictures import check_figures, evidence_of, figures
from gradiometer.report.sections import SECTIONS, Whole, check_sections, make_sections
from gradiometer.report.subject import Subject
from gradiometer.reports import Event, Intervention, Jump
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from gradiometer.settings import SETTING_FIELDS, Rewrite, Settings
from recorded import THROUGH_TIME, some_finding
from several import write_eight, write_several
from synthetic import write_session


def blocks_in(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for inner in section.sections:
        yield from blocks_in(inner)


def text_of(*blocks: Block) -> str:
    """All words, in order."""
    words = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words += [block.lead, block.text]
        elif isinstance(block, Bullets):
            words += [block.intro, *(f"{item.lead} {item.text}" for item in block.items)]
        elif isinstance(block, Terms):
            words += [f"{term}: {text}" for term, text in block.pairs]
        elif isinstance(block, Table):
            words += [
                block.caption,
                *(column.title for column in block.columns),
                *(" | ".join(row) for row in block.rows),
            ]
        elif isinstance(block, Code):
            words.append(block.text)
        elif isinstance(block, Figure):
            words += [block.alt, block.caption]
    return "\n".join(words)


def told(section: Section) -> str:
    return text_of(*blocks_in(section))


def of_one(path: Path, make) -> Section | None:
    with load_session(path) as session:
        return make(Subject(session))


def whole_of(subjects, labels=None, comparison=None, **values) -> Whole:
    values = {"figures": (), "text": "", "screenshots": ()} | values
    labels = labels or [subject.session.title for subject in subjects]
    return Whole(subjects=subjects, labels=labels, comparison=comparison, **values)


def test_summary(subject):
    session = subject.session
    text = told(of_session.summary(subject))
    assert "The network (784-8-8-10) was trained for 30 steps" in text
    assert f"from {session.loss[0]:.3g} to {session.loss[-1]:.3g}" in text
    held_out = session.quantity("held_out_accuracy")[-1, 0]
    assert f"held-out examples was {held_out:.3g} at step 28" in text
    assert "It was changed twice" in text
    assert "NaN or Inf appeared first at step 15" in text
    assert "First.\nSecond." in text.replace("\n\n", "\n")
    assert "Tags: bad, deep" in text
    assert "Findings: 2 severe, 1 warning" in text
    assert "Vanishing gradient in hidden 1 and 2: it began at step 3 and had not ended" in text
    assert "MNIST digits: 50,000 for training, 10,000 held out, batches of 32" in text


def test_summary_of_strange_sessions(watched, empty, broken):
    text = told(of_one(watched, of_session.summary))
    assert "Model: Net" in text
    assert "accuracy" not in text
    text = told(of_one(empty, of_session.summary))
    assert "no step is recorded" in text
    assert "Recorded: 0 steps" in text
    text = told(of_one(broken, of_session.summary))
    assert "Newest step: loss NaN at step 11" in text


def test_where_a_session_came_from(tmp_path, empty):
    path = Path(tmp_path / "child.gradiometer")
    path.write_bytes(empty.read_bytes())
    set_texts(path, {"parent": json.dumps({"id": "1", "file": "old.gradiometer", "step": 40})})
    assert "Continued: from step 40 of old.gradiometer" in told(of_one(path, of_session.summary))
    set_texts(path, {"parent": json.dumps({"id": "1", "file": "old.gradiometer", "step": 40, "through": "ReLU"})})
    assert "Continued: from step 40 of old.gradiometer through ReLU" in told(of_one(path, of_session.summary))
    set_texts(path, {"parent": "[" * 5000})
    assert "Continued" not in told(of_one(path, of_session.summary))


def test_notes(subject, watched):
    assert "7 | look here\nand there" in told(of_session.notes(subject))
    assert of_one(watched, of_session.notes) is None


def test_structure(subject, watched):
    text = told(of_session.structure(subject))
    assert "3 layers, 6,442 weights and biases" in text
    for row in ("hidden 1 | 8 x 784 | 8 | 8 | 6,280 | Sigmoid", "output | 10 x 8 | 10 | 10 | 90 | –"):
        assert row in text
    assert "0.conv | 144 | 16 | bfloat16\nlstm | 4,096 | – | complex128" in told(of_one(watched, of_session.structure))


def test_many_layers_that_are_alike_share_a_row(tmp_path, subject):
    experiment = dataclasses.replace(subject.session.experiment, hidden=(30, 8, 8, *(8,) * 20, 12, 12))
    path = write_session(tmp_path / "deep.gradiometer", experiment, 0)
    [table] = [block for block in of_one(path, of_session.structure).blocks if isinstance(block, Table)]
    names = [row[0] for row in table.rows]
    expected = ["hidden 1", "hidden 2", "hidden 3 to 23, each of 21", "hidden 24", "hidden 25", "output"]
    assert names == expected
    # Two levels of an LSTM, each of two weights.
    path = write_session(tmp_path / "lstm.gradiometer", THROUGH_TIME, 0)
    text = told(of_one(path, of_session.structure))
    assert "recurrent 1 | 16 x 2; 16 x 4 | 16 |" in text
    assert "by definition" in text


def test_settings(subject, watched, broken):
    session = subject.session
    settings, fixed = (block for block in of_session.settings(subject).blocks)
    rows = {row[0]: row[1:] for row in settings.rows}
    assert rows["Activation"] == ("Sigmoid", "ReLU")
    assert rows["Learning rate"] == ("0.1", "–")
    meant = [SETTING_FIELDS[name].title for name in SETTING_FIELDS if name not in session.experiment.blocked]
    assert [*rows] == meant
    assert "Forget bias" not in meant
    rows = dict(fixed.rows)
    assert rows["Seed"] == "0"
    assert rows["Training examples"] == "50,000"
    left_out = {"Name", "Hidden layers", "Data file", "Standardize inputs", "Sequence length", "Attention heads"}
    assert {*rows} == {field.title for field in EXPERIMENT_FIELDS.values()} - left_out
    # Nothing changed: no column that says so.
    assert [column.title for column in of_one(broken, of_session.settings).blocks[0].columns] == [
        "Setting",
        "At the start",
    ]
    assert "Optimizer: Muon" in told(of_one(watched, of_session.settings))


def test_time_line(subject, watched):
    session = subject.session
    happened, did, _how = of_session.interventions(subject).blocks
    assert [row[:2] for row in happened.rows] == [("10", "change"), ("15", "event"), ("20", "change")]
    assert happened.rows[0][3:] == ("moments discarded", "Vanishing gradient in hidden 1 (finding 1)")
    assert happened.rows[1][3:] == ("–", "–")
    loss, norms = session.loss, session.quantity("weight_gradient_norm")
    # Before: step 9; after: before the next change at step 20.
    assert did.rows[0][0] == "10"
    assert did.rows[0][2] == f"{loss[9]:.3g} → {loss[19]:.3g}"
    assert did.rows[0][3] == f"{norms[9, 0]:.3g} → {norms[19, 0]:.3g}"
    assert did.rows[0][4] == f"{norms[9, 0] / norms[9, 1]:.3g} → {norms[19, 0] / norms[19, 1]:.3g}"
    assert "never changed" in told(of_one(watched, of_session.interventions))


def test_time_line_of_changes_that_were_measured(tmp_path, subject):
    before = Settings()
    after = dataclasses.replace(before, activation="tanh")
    rewrite = Rewrite(surgery="sigmoid_to_tanh", settings=after)
    jump = Jump(3e-8, 1.2e-7, 2.0, 2.0, 0.5, 0.5)
    changes = [
        Intervention(1, rewrite, before, after, "halved", kind="exact", jump=jump),
        Intervention(2, after, after, after, "", kind="immediate"),
    ]
    path = write_session(tmp_path / "rewritten.gradiometer", subject.session.experiment, 3, others=changes)
    table = of_one(path, of_session.interventions).blocks[0]
    assert [column.title for column in table.columns] == ["Step", "Kind", "What", "Effect"]
    assert [row[3] for row in table.rows] == ["exact: output 3e-8, loss 0, gradient 1.2e-7; halved", "immediate"]


def test_of_thousands_of_events_the_first_are_told(tmp_path, subject):
    events = [Event(step, "clipped_away", f"event {step}") for step in range(500)]
    path = write_session(tmp_path / "many.gradiometer", subject.session.experiment, 3, others=events)
    text = told(of_one(path, of_session.interventions))
    assert "event 99" in text
    assert "event 100" not in text
    assert "400 more happened from step 100 on." in text
    # None has an effect, or a reason.
    assert "Effect" not in text


def test_findings(subject):
    section = findings(subject)
    assert "2 severe and 1 warning" in told(section)
    # Severe ones that hold come first, those that have ended last.
    assert [inner.title for inner in section.sections] == [
        "Vanishing gradient in hidden 1 and 2 (finding 1)",
        "Of tomorrow in hidden 1 (finding 3)",
        "Flat loss (finding 2)",
    ]
    first = told(section.sections[0])
    for words in (
        "Where: hidden 1 and 2",
        "Held: since step 3, last seen at 7",
        "Told: at step 5; 3 checks in a row",
        "Strength: 40 times beyond the limit",
        "Source: a paper, §3",
        "ReLU with He's initialization",
        "What helps, the best first:",
        "Severe",
    ):
        assert words in first
    assert any(isinstance(block, Figure) for block in section.sections[0].blocks)
    unknown = told(section.sections[1])
    assert "of tomorrow: 2.5e-09, limit 1e-07" in unknown
    assert "What helps" not in unknown
    ended = section.sections[2]
    assert "Held: steps 8 to 12, then it ended" in told(ended)
    # A warning's evidence is named in words.
    assert "To be seen in: Loss and accuracy, training and held-out." in told(ended)
    assert not any(isinstance(block, Figure) for block in ended.blocks)


def test_findings_of_who_was_not_judged_or_is_well(tmp_path, empty):
    path = Path(tmp_path / "well.gradiometer")
    path.write_bytes(empty.read_bytes())
    assert "Nobody has judged this session" in told(of_one(path, findings))
    set_texts(path, {"rule_set": "gradiometer"})
    assert "The rules of Gradiometer found nothing wrong." in told(of_one(path, findings))
    set_texts(path, {"rule_set": "/gone/mine.toml"})
    assert "The rules of mine found nothing wrong." in told(of_one(path, findings))


def test_the_same_evidence_is_drawn_once(tmp_path, subject):
    others = [some_finding(number, 3, rule=f"rule {number}") for number in (1, 2)]
    others += [some_finding(number, number, rule=f"rule {number}") for number in range(3, 12)]
    path = write_session(tmp_path / "alike.gradiometer", subject.session.experiment, 20, others=others)
    section = of_one(path, findings)
    drawn = [block for block in blocks_in(section) if isinstance(block, Figure)]
    assert len(drawn) == 6
    assert len({block.caption for block in drawn}) == 6
    assert "Shown above: " in told(section)
    assert "To be seen in: " in told(section)


def test_of_very_many_findings_the_table_tells(tmp_path, subject):
    others = [some_finding(number, 3, severity="warning") for number in range(1, 60)]
    path = write_session(tmp_path / "many.gradiometer", subject.session.experiment, 5, others=others)
    section = of_one(path, findings)
    assert len(section.sections) == 40
    assert len(section.blocks[1].rows) == 59
    assert "The first 40 of them are told of below." in told(section)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("gradient_norm", ("profile", {"layer": 1, "step": 7})),
        ("gain", ("factors", {"layer": 1, "step": 7})),
        ("beyond", ("histogram", {"layer": 1, "step": 7, "histogram": "pre_activation"})),
        ("update_to_weight", ("profile", {"layer": 1, "step": 7, "quantity": "update_to_weight"})),
        ("loss", ("loss", {"layer": 1, "first_step": 0, "last_step": 27})),
        ("nobody knows", None),
    ],
)
def test_evidence(subject, measure, expected):
    found = evidence_of(subject.session, some_finding(1, 3, layers=(1,), measure=measure))
    if expected is not None and measure == "gradient_norm":
        # Which quantity it is the measure itself says.
        assert found[0] == "profile"
        assert found[1].items() >= expected[1].items()
    else:
        assert found == expected


def test_every_measure_has_evidence_that_can_be_drawn(subject):
    from gradiometer.figures.captions import caption
    from gradiometer.measures import MEASURES

    for measure in MEASURES:
        name, choices = evidence_of(subject.session, some_finding(1, 3, measure=measure))
        assert caption(subject.session, name, **choices).endswith(".")


def test_figures(sick):
    with load_session(sick) as session:
        titles = [block.alt for block in figures(Subject(session)).blocks]
        assert len(titles) == 7
        section = figures(Subject(session, ["loss", "surface", "norms"]))
        assert [isinstance(block, Figure) for block in section.blocks] == [True, True, False]
        assert "nothing to show in: Decision surface" in section.blocks[2].text
        assert figures(Subject(session, [])) is None
    with pytest.raises(ExportError, match="bogus is not a figure: choose of profile"):
        check_figures(["norms", "bogus"])


def test_versions(tmp_path, subject, empty):
    text = told(of_session.versions(subject))
    assert f"Report by: Gradiometer {__version__}" in text
    assert "PyTorch: none" in text
    assert f"Session id: {subject.session.meta['id']}" in text


def test_sections_that_exist():
    assert check_sections(None) == tuple(SECTIONS)
    assert check_sections(["versions", "summary"]) == ("versions", "summary")
    for names, said in (
        (["summary", "bogus"], "bogus is not a section of a report: choose of summary, text"),
        ([], "one section at least"),
        (["notes", "notes"], "notes is asked for twice"),
    ):
        with pytest.raises(ExportError, match=re.escape(said)):
            check_sections(names)


def test_the_order_of_one_session(subject):
    names = ["versions", "text", "summary", "notes"]
    made = make_sections(whole_of([subject], text="Hello.\n# Mine\nText."), names)
    assert [section.title for section in made] == ["Versions", "Comment", "Mine", "Summary", "Notes"]


def test_several_sessions_have_a_chapter_each(tmp_path):
    with Comparison(write_several(tmp_path)) as comparison:
        subjects = [Subject(side.session, ()) for side in comparison.sides]
        labels = [side.label for side in comparison.sides]
        whole = whole_of(subjects, labels, comparison, text="# Mine")
        made = make_sections(whole, tuple(SECTIONS))
        assert [section.title for section in made] == ["Summary", "Mine", "Comparison", *labels]
        assert [section.is_chapter for section in made] == [False, False, False, True, True, True]
        inner = [section.title for section in made[3].sections]
        assert inner == ["Summary", "Structure", "Settings", "Time line", "Findings", "How to reproduce", "Versions"]
        # Where the first section of one session stands.
        made = make_sections(whole, ("versions", "text", "structure"))
        assert [section.title for section in made] == [*labels, "Mine"]
        assert [section.title for section in made[0].sections] == ["Versions", "Structure"]
        made = make_sections(whole, ("summary", "text"))
        assert [section.title for section in made] == ["Summary", *labels, "Mine"]
        made = make_sections(whole, ("text", "comparison"))
        assert [section.title for section in made] == ["Mine", "Comparison"]


def test_comparison(tmp_path):
    with Comparison(write_several(tmp_path)) as comparison:
        section = together.comparison(comparison, ["norms", "heatmap"])
        labels = [side.label for side in comparison.sides]
        differences, results, drawn = section.sections
        tables = [block for block in blocks_in(differences) if isinstance(block, Table)]
        assert [column.title for column in tables[0].columns] == ["What", *labels]
        rows = {row[0]: row[1:] for table in tables for row in table.rows}
        assert rows["Structure"] == tuple(side.session.outline.structure for side in comparison.sides)
        assert rows["Change 1"] == ("step 10: Activation: Sigmoid → ReLU", "–", "–")
        [numbers] = results.blocks
        rows = {row[0]: row[1:] for row in numbers.rows}
        assert rows["Last loss"] == tuple(f"{side.session.loss[-1]:.4g}" for side in comparison.sides)
        assert len(drawn.blocks) == 1
        assert together.comparison(comparison, []).sections[-1].title == "Results"


def test_sessions_that_do_not_differ(tmp_path, subject):
    paths = [tmp_path / f"{name}.gradiometer" for name in "ab"]
    for path in paths:
        write_session(path, subject.session.experiment, 3)
    with Comparison(paths) as comparison:
        text = told(together.comparison(comparison, []))
    assert "Network, data and settings are the same" in text


def test_eight_sessions_bear_letters(tmp_path):
    with Comparison(write_eight(tmp_path, 4)) as comparison:
        labels = [side.label for side in comparison.sides]
        section = together.comparison(comparison, [])
        assert "A is “seed 0”; B is “seed 1”" in text_of(*section.blocks)
        heads = [column.title for column in section.sections[1].blocks[0].columns]
        assert heads == ["What", *"ABCDEFGH"]
        [table] = [
            block
            for block in together.overview([Subject(side.session) for side in comparison.sides], labels).blocks
            if isinstance(block, Table)
        ]
        assert [row[0] for row in table.rows] == [*"ABCDEFGH"]
        assert [row[1] for row in table.rows] == labels
