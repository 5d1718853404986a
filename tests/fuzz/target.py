"""What a fuzz target is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fuzz.mutations import MARKUP, Grammar


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the package that others' bytes reach.

    ``check`` takes any bytes and returns nothing; whatever it raises is a find: an exception that is not a
    documented one, or an ``AssertionError`` for a promise that does not hold. The first byte chooses how the
    part is called (which address, which language), the others are what it is given.
    """

    name: str
    about: str
    check: Callable[[bytes], None]
    #: Words and marks that structure the input, and how it falls into pieces.
    grammar: Grammar = field(default=MARKUP)
    #: Most bytes of an input, so that a million are soon tried.
    longest: int = 3_000


#: Bytes of a blown-up input.
LONG = 200_000
