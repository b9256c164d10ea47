"""Search of people by any part of a name in either script, or of a number, CNIE, Massar code or phone.

`query` reads a text as terms, `conditions` turns a term into conditions on people, `seeker` finds who matches
in bounded time, `people` keeps the best; `index` writes the rows that all of it reads.
"""

from .index import forget_person, former_numbers, index_new_person, index_people, index_person
from .people import MOST, Result, search, search_filter

__all__ = [
    "MOST",
    "Result",
    "forget_person",
    "former_numbers",
    "index_new_person",
    "index_people",
    "index_person",
    "search",
    "search_filter",
]
