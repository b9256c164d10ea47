"""Two kinds of page beside the lists and forms: one small form about one row, and one act on many rows."""

from django import forms as django_forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .admin_fields import add_errors
from .conflicts import answer_conflict
from .editing import Conflict, VersionMissing, once, read_version
from .forms import envoye

MOST_AT_ONCE = 1000
_NAMED = 20  # rows named before the act
_SALT = "entraide.admin.bulk"


def form_page(
    desk, request, obj, form_class, act, *, title, submit, explanation="", initial=None, danger=False
):
    """One form about `obj`: shows it, runs `act(clean values, version)` once, and returns to the page of
    `obj`.

    `act` returns the sentence that says what was done. Conflict, VersionMissing and ValidationError are
    answered as on every page. `form_class` may be `django.forms.Form`: then the page only asks for a
    confirmation.
    """
    if not desk.has_change_permission(request, obj) and not desk.has_view_permission(request, obj):
        raise PermissionDenied
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    form.instance = obj
    back = desk.address(obj)
    status = 200
    if envoye(request):
        if form.is_valid():
            said = []

            def run():
                said.append(act(form.cleaned_data, read_version(request.POST.get("version"))))
                return str(obj.pk)

            try:
                _key, again = once(par=request.user, jeton=request.POST.get("jeton"), action=run)
            except (Conflict, VersionMissing) as refused:
                return answer_conflict(request, refused, back=back)
            except ValidationError as refus:
                add_errors(form, refus)
            else:
                if again:
                    messages.warning(request, _("Already saved: nothing was written twice."))
                else:
                    messages.success(request, said[0])
                return HttpResponseRedirect(back)
        status = 422
    context = {
        "title": title,
        "subtitle": str(obj),
        "form": form,
        "explanation": explanation,
        "submit": submit,
        "danger": danger,
        "back": back,
        "media": desk.media + form.media,
    }
    return desk.page(request, "admin/form_page.html", context, obj, status)


def bulk_page(desk, request, queryset, act, *, name, title, submit, done, explanation="", told=str):
    """One act on many rows, asked first: says how many, names them, and acts on exactly those, or on none.

    The confirmation carries each row with its version, signed for this account. `act(row, version)` runs for
    all in one transaction. A row that has changed or left the list since stops everything. `told(row)`
    names a row; `done(n)` is the sentence that says what was done to n rows. Returns the answer of an admin
    action.
    """
    if not desk.has_change_permission(request):
        raise PermissionDenied
    if "confirme" in request.POST:
        return _confirmed(desk, request, queryset, act, done)
    rows = list(queryset.order_by("pk")[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        messages.error(
            request,
            _("At most %(n)s rows at once: narrow the list with the filters. Nothing was done.")
            % {"n": MOST_AT_ONCE},
        )
        return None
    context = {
        "title": title,
        "subtitle": ngettext("%(n)s row chosen", "%(n)s rows chosen", len(rows)) % {"n": len(rows)},
        "explanation": explanation,
        "named": [told(row) for row in rows[:_NAMED]],
        "others": len(rows) - _NAMED,
        "rows": rows,
        "submit": submit,
        "action": name,
        "checkbox": ACTION_CHECKBOX_NAME,
        "signed": signing.dumps(
            [request.user.pk, desk.opts.label, name, [[row.pk, row.version] for row in rows]],
            salt=_SALT,
            compress=True,
        ),
        "back": request.get_full_path(),
    }
    return desk.page(request, "admin/bulk_page.html", context)


def _confirmed(desk, request, queryset, act, done):
    wanted = _signed_rows(desk, request)
    if wanted is None:
        messages.error(request, _("This confirmation is too old. Nothing was done: choose the rows again."))
        return None
    try:
        with transaction.atomic():
            rows = queryset.in_bulk(list(wanted))
            if len(rows) != len(wanted):
                raise Conflict(desk.model(), {})
            for pk in sorted(wanted):
                act(rows[pk], wanted[pk])
    except Conflict:
        messages.error(
            request,
            _("The list has changed since you chose the rows. Nothing was done: look again, then choose."),
        )
    except ValidationError as refus:
        messages.error(request, " ".join([_("Nothing was done."), *refus.messages]))
    else:
        messages.success(request, done(len(wanted)))
    return None


def _signed_rows(desk, request):
    """{key: version} of the rows that this account was shown for this act, or None."""
    try:
        account, label, name, rows = signing.loads(request.POST.get("lignes", ""), salt=_SALT, max_age=3600)
    except signing.BadSignature:
        return None
    if [account, label, name] != [request.user.pk, desk.opts.label, request.POST.get("action")]:
        return None
    return dict(rows)


class ConfirmForm(django_forms.Form):
    """Nothing to fill in: the page only asks."""
