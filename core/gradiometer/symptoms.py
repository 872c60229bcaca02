"""What can be wrong with a run: the symptoms that findings are about. To add one, add one entry to SYMPTOMS."""

from __future__ import annotations

from dataclasses import dataclass

SEVERE, WARNING = "severe", "warning"
SEVERITIES = (SEVERE, WARNING)


@dataclass(frozen=True)
class Symptom:
    """title: what a person reads; meaning: what is the matter, in a sentence."""

    title: str
    meaning: str


def title_of(symptom: str) -> str:
    """What a person reads, also of a symptom that another program knows."""
    return SYMPTOMS[symptom].title if symptom in SYMPTOMS else symptom.replace("_", " ").capitalize()


SYMPTOMS = {
    "vanishing": Symptom("Vanishing gradient", "The gradient dies on its way back, so the first layers hardly learn."),
    "exploding": Symptom("Exploding gradient", "The gradient grows on its way back, so updates are far too large."),
    "non_finite": Symptom("NaN or Inf", "A value is not a number or infinite; what is computed from it is lost."),
    "dead_units": Symptom("Dead units", "Units put out 0 whatever they read: no gradient reaches their weights."),
    "saturation": Symptom("Saturation", "Units stand where the activation is flat, so hardly any gradient passes."),
    "poor_initialization": Symptom("Poor initialization", "The first weights let the signal fade or grow with depth."),
    "update_ratio": Symptom("Update : weight ratio", "Updates are too small to matter or too large to be safe."),
    "loss_flat": Symptom("Flat loss", "The loss does not fall."),
    "oscillation": Symptom("Oscillating loss", "The loss jumps up and down instead of falling."),
    "diverging": Symptom("Diverging loss", "The loss grows instead of falling."),
    "one_sided": Symptom("One-sided gradient", "Nearly all gradients of a layer have the same sign."),
    "spiked": Symptom("Spiked gradient", "Nearly all gradients of a layer lie close to a single value."),
    "clipped_away": Symptom("Gradient wiped by clipping", "Clipping leaves next to nothing of the gradient."),
    "lonely_batch": Symptom("BatchNorm of a single example", "A batch of one has no variance to be normalized by."),
    "raw_inputs": Symptom(
        "Inputs not normalized", "Far from 0, or far from 1 in size, inputs saturate the first layer."
    ),
    "bad_labels": Symptom("Labels out of range", "Some labels are nothing that the network could put out."),
    "on_prediction": Symptom(
        "Still as drawn", "The gradients are still those of the first weights: nothing is learned."
    ),
}
