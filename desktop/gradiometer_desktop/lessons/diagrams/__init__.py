"""The interactive diagrams of lessons, one file each. To add one, add its class to DIAGRAMS; a lesson names it."""

from gradiometer_desktop.lessons.diagrams.base import Diagram
from gradiometer_desktop.lessons.diagrams.chain import ChainDiagram
from gradiometer_desktop.lessons.diagrams.deltas import DeltasDiagram
from gradiometer_desktop.lessons.diagrams.explosion import ExplosionDiagram
from gradiometer_desktop.lessons.diagrams.identity import IdentityDiagram
from gradiometer_desktop.lessons.diagrams.interval import IntervalDiagram

DIAGRAMS: dict[str, type[Diagram]] = {
    "chain": ChainDiagram,
    "explosion": ExplosionDiagram,
    "interval": IntervalDiagram,
    "identity": IdentityDiagram,
    "deltas": DeltasDiagram,
}

__all__ = ["DIAGRAMS", "Diagram"]
