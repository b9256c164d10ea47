"""Pages of the desk that change rows: through the actions of the pages, overwriting nothing, once."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models.expressions import DatabaseDefault
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .admin_fields import add_errors
from .admin_tools import DeskAdmin
from .checks import check_constraints
from .conflicts import answer_conflict, display
from .deletion import pointing, refusal
from .editing import Conflict, VersionMissing, once, read_version
from .forms import envoye, sent_token
from .presentation import isolated_html
from .records import settle
from .text import format_phone


class RefusableForm:
    """Mixed into the form of a page: the rules in words, what the action refused, or that it was only
    shown again.
    """

    rule = None
    refus = None
    only_shown = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            settle(self.instance)

    def _post_clean(self):
        # Django asks the row for its constraints here: the rules come first, in words.
        self.instance.validate_constraints = self._hold
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints

    def _hold(self, exclude=None):
        """A constraint only speaks where no rule has."""
        for check in (self.rule, lambda instance: check_constraints(instance, exclude or ())):
            if not self.errors:
                try:
                    check(self.instance)
                except ValidationError as refus:
                    add_errors(self, refus)

    def is_valid(self):
        valid = super().is_valid()
        if valid and self.refus is not None:
            add_errors(self, self.refus)
        return valid and self.refus is None and not self.only_shown


class VersionedAdmin(DeskAdmin):
    """Rows that people change, each through an action: `creer`, `modifier`, `supprimer` are to be written.

    The form carries the version that it was made from (`409.html` when it is stale, 428 when it is missing)
    and the token of its sending, so that a second sending writes nothing.
    """

    def verifier(self, instance):
        """Raise ValidationError, by field and in words, for what the rules of this kind of row refuse."""

    def creer(self, request, instance, form):
        """Insert `instance` through an action; return it."""
        raise NotImplementedError

    def modifier(self, request, instance, champs, version):
        """Change `champs` of `instance`, the row as it stands in the database, through an action."""
        raise NotImplementedError

    def supprimer(self, request, instance, version):
        """Delete `instance` through an action."""
        raise NotImplementedError

    def has_add_permission(self, request):
        return request.user.est_coordination

    def has_change_permission(self, request, obj=None):
        return request.user.est_coordination

    def get_changeform_initial_data(self, request):
        fresh = self.model()
        plain = {}
        for field in self.model._meta.concrete_fields:
            value = getattr(fresh, field.attname)
            if isinstance(value, DatabaseDefault) and not hasattr(field.db_default, "resolve_expression"):
                plain[field.name] = field.db_default
        return {**plain, **super().get_changeform_initial_data(request)}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        # A form that comes back after a sign-in is shown, not saved.
        shown = request.method == "POST" and not envoye(request)
        state = {
            "rule": staticmethod(self.verifier),
            "refus": getattr(request, "refus", None),
            "only_shown": shown,
            "__module__": __name__,
        }
        return type(form)(form.__name__, (RefusableForm, form), state)

    def champs(self, form):
        """{column: clean value} of a valid form."""
        columns = {field.name for field in self.model._meta.concrete_fields}
        return {name: value for name, value in form.cleaned_data.items() if name in columns}

    def save_model(self, request, obj, form, change):
        def write():
            if change:
                # As it is now, not as the form has made it: the action compares.
                stored = self.model._base_manager.get(pk=obj.pk)
                self.modifier(request, stored, self.champs(form), read_version(request.POST.get("version")))
                return str(obj.pk)
            return str(self.creer(request, obj, form).pk)

        try:
            key, again = once(par=request.user, jeton=request.POST.get("jeton"), action=write)
        except Conflict as conflict:
            self.prepare_conflict(request, conflict, form)
            raise
        if not key.isdigit():  # the token of a form of another page
            raise VersionMissing
        obj.pk = int(key)
        request.sent_before = again

    def prepare_conflict(self, request, conflict, form):
        """Before it is shown: columns that only follow from the others are no choice of the reader."""
        conflict.wanted = {name: value for name, value in conflict.wanted.items() if name in form.fields}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and envoye(request):
            former = _former_result(request)
            if former is not None:
                return self._said_before(request, former)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Conflict, VersionMissing) as refused:
            back = request.path if object_id else ""
            return answer_conflict(request, refused, back=back, shown=_shown)
        except ObjectDoesNotExist:  # gone since it was read
            raise Http404 from None
        except ValidationError as refus:
            request.refus = refus
        except IntegrityError:
            # Seen by the form's own checks, unless somebody else wrote at the same second.
            request.refus = ValidationError(
                _(
                    "Another record written at the same moment stands against this one. Nothing was saved: "
                    "check, then save again."
                )
            )
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _said_before(self, request, key):
        messages.warning(request, _("Already saved: nothing was written twice."))
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return HttpResponseRedirect(reverse(f"admin:{info}_change", args=[key]))

    def response_add(self, request, obj, post_url_continue=None):
        if request.sent_before:
            return self._said_before(request, obj.pk)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if request.sent_before:
            return self._said_before(request, obj.pk)
        return super().response_change(request, obj)

    # --- deletion -------------------------------------------------------------------------------------------
    def delete_view(self, request, object_id, extra_context=None):
        obj = self.row(request, object_id)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        references = pointing(obj)
        status = 200
        if request.method == "POST" and references:
            status = 409
        elif request.method == "POST":
            name = str(obj)
            try:
                self.supprimer(request, obj, read_version(request.POST.get("version")))
            except (Conflict, VersionMissing) as refused:
                return answer_conflict(request, refused, back=self.address(obj))
            except ObjectDoesNotExist:
                raise Http404 from None
            except ValidationError as refus:
                messages.error(request, " ".join(refus.messages))
                return HttpResponseRedirect(self.address(obj))
            messages.success(
                request, _("Deleted: %(name)s. The journal keeps what it said.") % {"name": name}
            )
            info = f"{self.opts.app_label}_{self.opts.model_name}"
            return HttpResponseRedirect(reverse(f"admin:{info}_changelist"))
        context = {
            "title": _("Delete"),
            "subtitle": str(obj),
            "refusal": refusal(references) if references else "",
            "instead": self.instead_of_deleting,
        }
        return self.page(request, "admin/delete_confirmation.html", context, obj, status)


def _shown(field, value):
    """A value of the page of a conflict, written as the lists write it."""
    return (
        isolated_html(format_phone(value)) if field.name == "telephone" and value else display(field, value)
    )


def _former_result(request):
    """What the same form, sent before, has written: the key of the row, or None."""
    token = sent_token(request.POST)
    if not token:
        return None
    sendings = apps.get_model("personnel", "Envoi").objects.filter(compte=request.user, jeton=token)
    key = sendings.values_list("resultat", flat=True).first()
    return key if key and key.isdigit() else None
