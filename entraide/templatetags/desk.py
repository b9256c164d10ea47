"""Tags of the admin's templates: where one is, counted rows."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entraide.admin_tools import MOST_ROWS
from entraide.presentation import nombre

register = template.Library()


@register.simple_tag(takes_context=True)
def admin_crumbs(context):
    """[(label, address)] of the way to this page; the page itself has no address."""
    opts, original = context.get("opts"), context.get("original")
    if opts is None and context.get("cl"):
        opts = context["cl"].opts
    steps, here = [(_("Administration"), reverse("admin:index"))], context["request"].path
    title = context.get("title") or ""
    if here == steps[0][1]:
        return []
    if opts is None:
        return [*steps, (title, "")]
    info = f"admin:{opts.app_label}_{opts.model_name}"
    try:
        steps.append((capfirst(opts.verbose_name_plural), reverse(f"{info}_changelist")))
        if original is not None and getattr(original, "pk", None):
            steps.append(
                (context.get("original_name") or str(original), reverse(f"{info}_change", args=[original.pk]))
            )
    except NoReverseMatch:
        pass
    if steps[-1][1] == here:
        return [*steps[:-1], (steps[-1][0], "")]
    return [*steps, (title, "")] if title else steps


@register.simple_tag
def counted(cl):
    """«12 rows», «more than 10 000 rows: …» of a list."""
    if cl.result_count >= MOST_ROWS:
        return _("The first %(n)s rows: search or filter to narrow the list.") % {"n": nombre(MOST_ROWS)}
    return ngettext("%(n)s row", "%(n)s rows", cl.result_count) % {"n": nombre(cl.result_count)}


@register.simple_tag
def without_search(cl):
    """The address of a list with its filters and without its search."""
    return cl.get_query_string(remove=["q", "p"])


@register.filter
def is_short(choices):
    """Does a filter stand open? Yes when it has few choices, or when one of them narrows the list."""
    return len(choices) <= 12 or any(choice["selected"] for choice in choices[1:])
