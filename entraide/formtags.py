"""Fields as the pages draw them: label, one line of help, field, then the error and the way out."""

import json

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from entraide import forms as entraide_forms
from entraide.resume import ACCOUNT_FIELD, sign_account


def _kind(widget):
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "input"


def _classes(widget, kind):
    own = widget.attrs.get("class", "")
    if kind != "input":
        added = "form-check-input"
    else:
        added = "form-select" if isinstance(widget, forms.Select) else "form-control"
    return f"{own} {added}".strip()


def _faults(bound):
    """[(what, way out)] of a bound field; the way out is the `fix` of the error's params."""
    found = []
    for error in bound.form.errors.as_data().get(bound.name, []):
        fix = (error.params or {}).get("fix", "") if hasattr(error, "params") else ""
        found += [(message, fix) for message in error.messages]
    return found


def field(bound, optional=True, help=None, label=None, layout="seg", css=""):
    """Draw one field of a form.

    `optional=False` hides the mark of an optional field, `label` and `help` replace those of the field,
    `css` is added to the wrapper. Radio buttons become `seg` (up to six short choices), `choice` (a list
    with room) or plain `list`.
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return bound.as_widget()
    kind, faults = _kind(widget), _faults(bound)
    help_text = bound.help_text if help is None else help
    described = [f"{bound.auto_id}_helptext"] if help_text else []
    described += [f"{bound.auto_id}_error"] if faults else []
    attrs = {"class": _classes(widget, kind)}
    if described and kind not in ("radios", "checks"):
        attrs["aria-describedby"] = " ".join(described)
    context = {
        "bound": bound,
        "kind": kind,
        "layout": layout,
        "label": capfirst(label or bound.label),
        "help": help_text,
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
        "described": " ".join(described),
        "faults": faults,
        "optional": optional and not bound.field.required and kind != "check",
        "css": css,
        "widget": bound.as_widget(attrs=attrs) if kind in ("input", "check") else "",
        "choices": _choices(bound) if kind in ("radios", "checks") else [],
    }
    return mark_safe(render_to_string("partials/field.html", context).strip())


def _choices(bound):
    """The buttons of a group, each with its own attributes; an empty choice is not drawn."""
    return [
        sub
        for sub in bound.subwidgets
        if sub.data["value"] not in ("", None) or bound.field.required is False
    ]


def error_summary(*form_list):
    """The box above a form that was refused: what happened, links to the fields, nothing is lost. It takes
    the focus."""
    links, others = [], []
    for item in form_list:
        forms_of_item = item.forms if hasattr(item, "forms") else [item]
        if hasattr(item, "non_form_errors"):
            others += item.non_form_errors()
        for form in forms_of_item:
            if not form.is_bound:
                continue
            others += form.non_field_errors()
            for name in form.errors:
                if name in form.fields:
                    bound = form[name]
                    target = bound.id_for_label or bound.auto_id
                    links.append((target, capfirst(bound.label)))
    if not links and not others:
        return ""
    return mark_safe(
        render_to_string(
            "partials/error_summary.html", {"links": links, "others": others, "count": len(links)}
        ).strip()
    )


def _opened(form):
    """The first values of a form's fields, as the browser will send them back, in JSON."""
    values = {}
    for bound in form:
        first = bound.field.prepare_value(form.get_initial_for_field(bound.field, bound.name))
        values[bound.name] = "on" if first is True else "" if first in (None, False) else str(first)
    return json.dumps(values, ensure_ascii=False)


def technical_fields(context, form=None, version=None):
    """The hidden fields of a form that changes something: version, token of this sending, signed account.

    The version is that of `version=`, else the one that the form was sent with, else that of its instance: a
    refused form keeps the version it was opened with. The token is kept as well, so that the corrected form
    is still one form.
    """
    request = context.get("request")
    data = form.data if form is not None and form.is_bound else {}
    if version is None:
        version = data.get("version") or getattr(getattr(form, "instance", None), "version", None)
    pairs = []
    # An instance that is not saved yet holds an expression for its version.
    if isinstance(version, int | str) and str(version):
        pairs.append(("version", str(version)))
    pairs.append(("jeton", entraide_forms.sent_token(data) or entraide_forms.new_token()))
    if getattr(getattr(form, "instance", None), "pk", None):
        pairs.append((entraide_forms.OPENED_FIELD, data.get(entraide_forms.OPENED_FIELD) or _opened(form)))
    compte = getattr(request, "user", None)
    if compte is not None and compte.is_authenticated:
        pairs.append((ACCOUNT_FIELD, sign_account(compte)))
    inputs = format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
    return format_html("{}{}", inputs, mark_safe(render_to_string("partials/keep_note.html").strip()))
