"""The administration, page by page and action by action: for the coordination alone.

A stranger is sent to sign in, any other account gets 403, by every method and without a word of what the page holds.
The table says what the coordination gets: for reading, then for a form sent empty. Statuses: 302 back to the list,
403 nothing of this kind is added, changed or deleted here, 428 the form names no version, 422 or 200 shown again.
"""

from tests.access_table import Line, METHODS

READING, WRITING = ("GET", "HEAD", "OPTIONS"), ("POST",)


def desk(get, post=405, names=""):
    """A page of the administration: the coordination's own answers to reading and to an empty form."""
    statuses = {method: "401 403 403 403 403 405 401" for method in METHODS}
    for method in ("GET", "HEAD", "OPTIONS"):
        statuses[method] = f"302 403 403 403 403 {get if method != 'OPTIONS' else 405} 302"
    return Line(names, {**statuses, "POST": f"401 403 403 403 403 {post} 401"})

# model: (an object of it, {page: (reading, an empty form)})
MODELS = {
}
