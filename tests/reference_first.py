"""What the reference says of the first backward pass of a multilayer perceptron."""

import reference as ref
from gradiometer.datasets import Examples
from gradiometer.experiment import Experiment
from gradiometer.first_pass import first_network


def reference_norms(experiment: Experiment, seed: int, batch: Examples) -> list[float]:
    """By numpy, off the weights as they are drawn."""
    network = first_network(experiment, seed)
    layers = [[p.detach().numpy() for p in (layer.weight, layer.bias)] for layer in network.layers]
    inputs = batch.inputs.reshape(len(batch), -1) / 255.0
    settings = experiment.settings
    gradients = ref.backpropagate(
        ref.Parameters.from_layers(layers),
        inputs,
        batch.targets,
        activation=settings.activation,
        normalization="none",
        skip=settings.skip,
        loss=experiment.loss,
    )
    return [ref.norm([weight]) for weight in gradients.weights]
