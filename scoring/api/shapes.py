"""What the shapes of answers have in common, and words that several of them use."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class Shape(Struct, forbid_unknown_fields=True):
    """Part of an answer: its fields are the keys."""


type Share = Annotated[float, Meta(description="A share of the whole: all of them sum to 1.")]
type Points = Annotated[float, Meta(description="Points, 0 to 100.")]
type GateKind = Literal["check", "competency", "total"]
