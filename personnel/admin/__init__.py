"""The coordination's desk: accounts, staff, tokens, journal."""

from . import agent, compte, jeton, journal  # noqa: F401 (each registers its pages, in this order on the index)
