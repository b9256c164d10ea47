"""A name that a template writes and no view gives is a mistake that Django hides: here it fails the test.

Only for our own templates: Django's, and our copies of them for the admin, rely on undefined names.
"""

import sys
from pathlib import Path

from django.template.base import FilterExpression, Node

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
BORROWED = ("admin", "import_export", "django", "axes", "rest_framework")


class UndefinedName(AssertionError):
    """Not a VariableDoesNotExist: nothing in Django may catch it."""


def _ours(origin):
    """Is the template a page of ours? `origin` is what a node says of the file it comes from."""
    try:
        relative = Path(str(getattr(origin, "name", ""))).relative_to(TEMPLATES)
    except ValueError:
        return False
    return relative.parts[0] not in BORROWED


def _refuse(frame, name):
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            if _ours(node.origin):
                where = Path(node.origin.name).relative_to(TEMPLATES)
                raise UndefinedName(f"{where}: `{name}` is not defined")
            return
        frame = frame.f_back


class Undefined(str):
    """The engine's `string_if_invalid`: empty like the default, but it looks at who asks for it."""

    def __bool__(self):
        frame = sys._getframe(1)
        if frame.f_code is FilterExpression.resolve.__code__:
            _refuse(frame, frame.f_locals["self"].var)
        return False

    def __contains__(self, text):
        frame = sys._getframe(1)
        if frame.f_code.co_name == "render_value":  # a variable inside {% blocktranslate %}
            _refuse(frame, frame.f_locals.get("key"))
        return str.__contains__(self, text)
