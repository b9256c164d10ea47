"""The one door of the bodies that programs send: what cannot be read or kept is refused here, in words."""

import math
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser

from entraide.text import clean_text

# Far beyond any body that an endpoint reads, far below what exhausts the interpreter.
DEEPEST = 20
# A database keeps neither; an answer that repeats them cannot be written either.
_UNKEPT = re.compile("[\0\ud800-\udfff]")


class BodyParser(JSONParser):
    """A JSON object, as a dict whose names and texts can be kept and whose numbers are finite.

    Anything else is a 400 that says what is wrong: no endpoint reads a list or a bare value.
    """

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError(_too_deep()) from None
        except exceptions.ParseError as error:
            raise exceptions.ParseError(_unread(error.__context__)) from None
        if not isinstance(body, dict):
            raise exceptions.ParseError(
                _("The body is not a JSON object: names with their values, in braces. Nothing was saved.")
            )
        for name, value in body.items():
            if _UNKEPT.search(name):
                raise exceptions.ParseError(_unkept_name())
            _check(name, value)
        return body


def _check(name, value):
    """Refuse what stands in `value`, at any depth, under its `name` in the body."""
    waiting = [(value, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise exceptions.ParseError(_too_deep())
        if isinstance(value, dict):
            if any(_UNKEPT.search(key) for key in value):
                raise exceptions.ParseError(_unkept_name())
            waiting += [(each, depth + 1) for each in value.values()]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, str) and _UNKEPT.search(value):
            try:
                clean_text(value)
            except ValidationError as error:
                raise exceptions.ValidationError({name: error.messages}) from None
        elif isinstance(value, float) and not math.isfinite(value):
            raise exceptions.ValidationError({name: [_("Enter a number.")]})


def _too_deep():
    return _("The body holds lists or objects nested too deeply. Nothing was saved.")


def _unkept_name():
    return _("The name of a value holds a character that cannot be kept. Nothing was saved.")


def _unread(error):
    if hasattr(error, "lineno"):
        return _("The body cannot be read as JSON (line %(line)s, column %(column)s). Nothing was saved.") % {
            "line": error.lineno,
            "column": error.colno,
        }
    return _("The body cannot be read: send JSON, written in UTF-8. Nothing was saved.")
