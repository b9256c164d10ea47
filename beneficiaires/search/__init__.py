"""Search of people by any part of a name in either script, or of a number, CNIE, Massar code or phone.

`text` becomes terms (`query`), a term becomes conditions on people (`conditions`), the best people are
found in bounded time (`people`); `index` keeps the rows that all of it reads. Nothing here is specific to
one database.
"""

from .index import index_people, index_person
from .people import MOST, Result, search, search_filter

__all__ = ["MOST", "Result", "index_people", "index_person", "search", "search_filter"]
