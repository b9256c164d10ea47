"""What every endpoint shares: strict parameters, stable pages, answers that say what to do."""

import hashlib
import json
import uuid

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from entraide.editing import Conflict, VersionMissing, once, plain, read_version
from entraide.text import clean_query

OWN_PARAMETERS = {"cursor", "page_size", "format"}
# Apart from the tokens of the forms: what a key has written is no page to return to.
_KEYS = uuid.UUID("5b0b0e4c-6f0e-4f0c-9a55-3f0f6f4f7d11")
KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description=gettext_lazy(
        "A UUID of your own for this request. The same request sent again with it writes nothing and is "
        "answered 200; another request with it is refused (422)."
    ),
)


class KeyPagination(CursorPagination):
    """Pages by the row's own number: each row once, none missing, also while others write."""

    ordering = "id"
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"


class StrictFilterBackend(DjangoFilterBackend):
    """A parameter that is not known, or a value that cannot be read, is a 400: never "everything"."""

    def get_filterset_kwargs(self, request, queryset, view):
        return {**super().get_filterset_kwargs(request, queryset, view), "request": request}

    def filter_queryset(self, request, queryset, view):
        filterset_class = self.get_filterset_class(view, queryset)
        known = set(filterset_class.base_filters if filterset_class else ()) - set(
            view.hidden_filters(request)
        )
        refuse_unknown(request, known)
        if filterset_class is None:
            return queryset
        filterset = filterset_class(**self.get_filterset_kwargs(request, queryset, view))
        filterset.own_parameters = OWN_PARAMETERS
        if not filterset.form.is_valid():
            raise exceptions.ValidationError(filterset.form.errors)
        return filterset.qs


def refuse_unknown(request, known):
    """Raise a 400 that names the parameters of the query string outside `known`, and those that hold no
    text."""
    problems = {}
    for name, values in request.query_params.lists():
        if name not in known and name not in OWN_PARAMETERS:
            problems[name[:60]] = [
                _("The filter «%(name)s» is not known. Use one of: %(known)s.")
                % {"name": name[:60], "known": ", ".join(sorted(known)) or "—"}
            ]
            continue
        try:
            for value in values:
                clean_query(value)
        except ValidationError as error:
            problems[name] = error.messages
    if problems:
        raise exceptions.ValidationError(problems)


class StrictSerializer(serializers.Serializer):
    """A body with a key that is not known, or that cannot be written here, is refused: nothing is silently
    ignored."""

    def to_internal_value(self, data):
        writable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = set(data) - writable - {"version"} if isinstance(data, dict) else set()
        if unknown:
            raise exceptions.ValidationError(
                {
                    str(name)[:60]: [_("This value is not known, or cannot be written here.")]
                    for name in sorted(unknown)
                }
            )
        return super().to_internal_value(data)


def sent_version(request):
    """The version of a change: the `If-Match` header, or `version` in the body. Raises VersionMissing."""
    return read_version(request.headers.get("If-Match") or request.data.get("version"))


class KeyUsed(exceptions.APIException):
    """422: the key belongs to another request. What was sent is not what was written."""

    status_code = 422
    default_code = "key_used"
    default_detail = gettext_lazy("This key was used for another request. Nothing was saved: send a new key.")


def once_by_key(request, action):
    """Run `action()` once per account and `Idempotency-Key`; return (the short string that it returned,
    already_done). Without a key it simply runs.

    What was asked is remembered with the key. Raises KeyUsed when the key has written something else, and a
    400 for a key that cannot be read.
    """
    key = sent_key(request)
    if not key:
        return action(), False
    body = json.dumps(request.data, sort_keys=True)
    asked = hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()
    kept, already = once(par=request.user, jeton=key, action=lambda: f"{asked} {action()}")
    known, _space, result = kept.partition(" ")
    if known != asked:
        raise KeyUsed
    return result, already


def sent_key(request):
    """The token of one sending, made of `Idempotency-Key` (a UUID); an empty string when none is sent.

    Raises a 400 for one that cannot be read: a retry must never be taken for a new request unawares.
    """
    key = request.headers.get("Idempotency-Key", "")
    try:
        return str(uuid.uuid5(_KEYS, str(uuid.UUID(key)))) if key else ""
    except ValueError:
        raise exceptions.ValidationError(
            {"Idempotency-Key": [_("This key cannot be read: send a UUID. Nothing was saved.")]}
        ) from None


def exception_handler(exc, context):
    """Errors of the actions as answers: 400 by field, 403, 404, 409 with both values, 428."""
    if isinstance(exc, Conflict):
        both = {
            f.name: {"stored": plain(now), "refused": plain(wanted)} for f, now, wanted in exc.differences()
        }
        detail = _("Someone else changed this record. Your change has not been saved.")
        return Response({"detail": detail, "version": exc.current.version, "values": both}, status=409)
    if isinstance(exc, VersionMissing):
        return Response(
            {"detail": _("Name the version that you read (header If-Match). Nothing was saved.")}, status=428
        )
    if isinstance(exc, ValidationError):
        body = exc.message_dict if hasattr(exc, "error_dict") else {"detail": exc.messages}
        return Response(body, status=400)
    if isinstance(exc, PermissionDenied):
        usual = _("Your rights do not allow this operation. Ask the coordination for it.")
        return Response({"detail": str(exc) or usual}, status=403)
    # A row that is gone since it was read does not exist either.
    if isinstance(exc, Http404 | exceptions.NotFound | ObjectDoesNotExist):
        return Response(
            {"detail": _("This page does not exist, or does not belong to your centre.")}, status=404
        )
    return drf_exception_handler(exc, context)


class TextGateField(serializers.CharField):
    """A text that passes through one function of `entraide.text`; empty becomes None when the field allows
    it."""

    def __init__(self, clean, **options):
        self._clean = clean
        super().__init__(**options)

    def to_internal_value(self, data):
        try:
            value = self._clean(data if isinstance(data, str) else super().to_internal_value(data))
        except ValidationError as error:
            raise exceptions.ValidationError(error.messages) from None
        if value in ("", None):
            return None if self.allow_null else ""
        if self.max_length and len(value) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return value
