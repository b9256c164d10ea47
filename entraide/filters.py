"""Filters that never answer "everything" to a question they did not understand."""

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entraide.presentation import labelled
from entraide.text import clean_query

# Parameters that a list page may carry beside its filters.
OWN_PARAMETERS = frozenset({"apres", "avant", "page", "page_size", "ordre", "format"})


class StrictFilterSet(django_filters.FilterSet):
    """A filter set that names the parameters it does not know and selects nothing for a value it cannot
    read."""

    own_parameters = OWN_PARAMETERS

    def unknown_parameters(self):
        return sorted(set(self.data) - set(self.filters) - self.own_parameters)

    def problems(self):
        """Sentences in the reader's language, one per parameter or value that was not understood."""
        known = ", ".join(self.filters)
        found = [
            _("The filter «%(name)s» is not known. Use one of: %(known)s.")
            % {"name": name[:60], "known": known}
            for name in self.unknown_parameters()
        ]
        for name, errors in self.form.errors.items():
            found += [labelled(self.form.fields[name].label or name, error) for error in errors]
        return found

    @property
    def understood(self):
        return not self.unknown_parameters() and self.form.is_valid()

    @property
    def qs(self):
        return super().qs if self.understood else self.queryset.none()

    def active(self):
        """[(name, label, value in words)] of the filters that narrow the list."""
        if not self.form.is_valid():
            return []
        found = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", []):
                continue
            field = self.form.fields[name]
            choices = dict(getattr(field, "choices", ()) or ())
            found.append((name, field.label or name, choices.get(value, value)))
        return found


class TextFilter(django_filters.CharFilter):
    """Free text that has passed the text gate; `apply(queryset, text)` narrows the list."""

    def __init__(self, apply, **options):
        super().__init__(**options)
        self._apply = apply

    def filter(self, queryset, value):
        try:
            value = clean_query(value)
        except ValidationError:
            return queryset.none()
        return self._apply(queryset, value) if value else queryset


def visible(model, *columns):
    """For a choice filter: the rows that the account of the request may see; of `columns` alone, if given."""

    def queryset(request):
        if request is None:
            return model.objects.none()
        rows = model.objects.visible_to(request.user)
        return rows.only(*columns) if columns else rows

    return queryset
