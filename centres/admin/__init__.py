"""The coordination's desk: institutions, groups and tracks, assignments, school years, territory."""

from . import centre, groupe, affectation, annee, territoire  # noqa: F401, I001 (registered in the order of the index)
