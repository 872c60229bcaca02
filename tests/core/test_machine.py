"""What a session says of the machine that it ran on."""

import torch

from gradiometer.machine import describe_machine, device_name


def test_the_processor():
    device = torch.device("cpu")
    assert device_name(device) == "CPU"
    machine = describe_machine(device)
    assert machine["device_name"] == "CPU"
    assert machine["torch_version"] == torch.__version__
    assert machine["num_threads"] == str(torch.get_num_threads())
    assert machine["cpu_capability"] == torch.backends.cpu.get_cpu_capability()


def test_a_graphics_card_has_its_own_name(monkeypatch):
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: f"card {device.index}")
    assert device_name(torch.device("cuda", 1)) == "card 1"
