"""What every page of the desk shares: lists that stay fast, fields that clean, one history.

`DeskAdmin` only shows; `entraide.admin_versions.VersionedAdmin` also changes. Nothing here knows an app.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .admin_fields import gate
from .text import search_key, words

MOST_ROWS = 10_000
# What a filter of a list adds to its field in the address.
_LOOKUPS = {"", "__exact", "__id__exact", "__in", "__isnull", "__isempty", "__gte", "__lt"}


def visible_rows(model, compte):
    """The rows that `compte` may see; all of them for a table of reference without a rule of its own."""
    manager = model._default_manager
    return manager.visible_to(compte) if hasattr(manager, "visible_to") else manager.get_queryset()


class BoundedPaginator(Paginator):
    """Counts to `MOST_ROWS` and no further: a longer list is searched or filtered, not leafed through."""

    @cached_property
    def count(self):
        if hasattr(self.object_list, "order_by"):
            return self.object_list.order_by()[:MOST_ROWS].count()
        return len(self.object_list)


class DeskAdmin(admin.ModelAdmin):
    """A list, pages and a history for the coordination. Read-only unless a subclass says otherwise.

    `search_column`: the column of search keys that the search box reads. `pages`: {end of the address: name
    of the method} of further pages of one row, each called with (request, row); `tools(request, row)` gives
    the links to them.
    """

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    paginator = BoundedPaginator
    view_on_site = False
    search_column = ""
    pages = {}
    deletable = False
    # What to do instead, where a row cannot be deleted.
    instead_of_deleting = ""

    # --- what may be seen and done --------------------------------------------------------------------------
    def get_queryset(self, request):
        rows = visible_rows(self.model, request.user)
        if getattr(request, "not_understood", False):
            rows = rows.none()
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return self.deletable and request.user.est_coordination

    # --- lists ----------------------------------------------------------------------------------------------
    def get_search_results(self, request, queryset, search_term):
        if not self.search_column:
            return super().get_search_results(request, queryset, search_term)
        for word in words(search_term) or [search_key(search_term)]:
            queryset = queryset.filter(**{f"{self.search_column}__contains": word})
        return queryset, False

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the filters of the list offer: any other parameter is a 400, also the digest of a
        password."""
        if any(lookup == each.parameter_name for each in self._own_filters()):
            return True
        fields = (each[0] if isinstance(each, tuple) else each for each in self.list_filter)
        return any(lookup.removeprefix(field) in _LOOKUPS for field in fields if isinstance(field, str))

    def _own_filters(self):
        """The filters of the list that are no field."""
        return [each for each in self.list_filter if isinstance(each, type)]

    def _understood(self, request):
        """False after a value that Django could not read (it comes back with a mark, and the whole list), or
        that a filter does not offer."""
        if ERROR_FLAG in request.GET:
            return False
        for kind in self._own_filters():
            if kind.parameter_name in request.GET:
                asked = kind(request, dict(request.GET.lists()), self.model, self)
                if asked.value() and asked.value() not in {str(key) for key, _words in asked.lookup_choices}:
                    return False
        return True

    def changelist_view(self, request, extra_context=None):
        request.not_understood = not self._understood(request)
        if request.not_understood:
            messages.warning(
                request,
                _("The filter was not understood: the list is empty, nothing was left out by mistake."),
            )
        title = {"title": capfirst(self.opts.verbose_name_plural), "most_rows": MOST_ROWS}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    # --- pages of one row -----------------------------------------------------------------------------------
    def address(self, obj, page="change"):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[obj.pk])

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(f"<int:pk>/{end}/", self.admin_site.admin_view(self._page(method)), name=f"{info}_{end}")
            for end, method in self.pages.items()
        ] + super().get_urls()

    def _page(self, method):
        def view(request, pk):
            return getattr(self, method)(request, self.row(request, str(pk)))

        return view

    def name(self, obj):
        """What a row is called on its own pages."""
        return str(obj)

    def row(self, request, object_id):
        """The row of an address, or 404."""
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        return found

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def tools(self, request, obj):
        """[(label, address)] of what can be done from the page of `obj`."""
        return []

    def operations(self, obj):
        """The history of `obj` in words; the apps know where it is written."""
        return []

    def history_view(self, request, object_id, extra_context=None):
        obj = self.row(request, object_id)
        context = {"operations": self.operations(obj), "title": _("Journal"), "subtitle": self.name(obj)}
        return self.page(request, "admin/object_history.html", {**context, **(extra_context or {})}, obj)

    def page(self, request, template, context, obj=None, status=200):
        """A page of the desk about `obj`, or about the list."""
        request.current_app = self.admin_site.name
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "original_name": self.name(obj) if obj is not None else "",
            "media": self.media,
        }
        return TemplateResponse(request, template, {**shared, **context}, status=status)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            name = self.name(obj)
            context.update(tools=self.tools(request, obj), original_name=name, subtitle=name)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- forms ----------------------------------------------------------------------------------------------
    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **{**gate(db_field), **kwargs})
        if field is not None and db_field.is_relation:
            # No window over the form: related rows have their own pages.
            for right in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{right}_related", False)
        return field

    # What happened stands in the journal, which the database writes; a second record would only be one more
    # copy.
    def log_addition(self, *args, **kwargs):
        pass

    log_change = log_deletions = log_addition
