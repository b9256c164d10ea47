"""Tags and filters of every page: `{% load entraide %}`. What they write is escaped; nothing they put in an
attribute is ever localised."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from entraide import addresses, formtags, navigation, presentation, vocabulary

register = template.Library()

register.filter("nombre", presentation.nombre)
register.filter("decimal", presentation.nombre)
register.filter("pourcent", presentation.pourcent)
register.filter("date_longue", presentation.date_longue)
register.filter("date_courte", presentation.date_courte)
register.filter("date_connue", presentation.date_connue)
register.filter("mois", presentation.mois)
register.filter("heure", presentation.heure)
register.filter("code", presentation.isolated_html)
register.filter("isolate", presentation.isolate)
register.simple_tag(formtags.field, name="field")
register.simple_tag(formtags.error_summary, name="error_summary")
register.simple_tag(formtags.technical_fields, name="technical_fields", takes_context=True)


@register.filter
def bdi(value):
    """A name in whichever script, kept from pulling its neighbours around."""
    return format_html("<bdi>{}</bdi>", value)


@register.filter
def ecart(value, decimales=0):
    """A signed change, left to right: +5,8 or −0,9."""
    if value is None:
        return presentation.NONE
    text = presentation.nombre(value, decimales)
    return presentation.isolated_html(text if text[0] == presentation.MINUS else f"+{text}")


@register.filter
def telephone(value):
    """A phone number in pairs, left to right: 06 61 00 00 00."""
    from entraide.text import format_phone

    return presentation.isolated_html(format_phone(value)) if value else ""


@register.simple_tag
def icon(name, mirror=False, back=False, label=""):
    """One icon of the sprite. `mirror`: it means forward, and turns with the direction (`back`: backwards).
    An icon stands beside words; `label` gives the words to a screen reader where they are not shown."""
    classes = "i" + (" mirror" if mirror or back else "") + (" back" if back else "")
    svg = format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("vendor/tabler/icons.svg"),
        name,
    )
    return svg + format_html('<span class="visually-hidden">{}</span>', label) if label else svg


@register.simple_tag
def badge(words, tone="", name="disc"):
    """A chip of one's own: shape, words, frame. `tone`: good, warn, bad, ocean, draft or nothing."""
    return format_html('<span class="chip{}">{}{}</span>', f" {tone}" if tone else "", icon(name), words)


@register.simple_tag
def chip(code, sexe=None, type=None):
    """The chip of a status (enrolment, institution, figure), in the gender of the person: `{% chip i.statut
    sexe=b.sexe %}`.

    `type`: the kind of institution, because a member of a Dar Al Mouatine is registered in an activity.
    """
    tone, name, words = vocabulary.status(code, sexe, type)
    return badge(words, tone, name)


@register.simple_tag
def status_icon(code):
    """The shape of a status alone, for a line that also says it in words."""
    return icon(vocabulary.status(code)[1])


@register.simple_tag
def status_words(code, sexe=None, type=None):
    """The words of a status alone, in the gender of the person."""
    return vocabulary.status(code, sexe, type)[2]


@register.simple_tag
def civil_words(code, sexe=None):
    """A family situation or the state of an orphan, in the gender of the person."""
    return vocabulary.civil(code, sexe)


@register.simple_tag
def type_key(code):
    """The coloured pattern of a kind of institution. The page includes `partials/patterns.html` once (block
    `defs`)."""
    pattern = vocabulary.PATTERNS.get(str(code))
    if not pattern:
        return ""
    return format_html(
        '<svg class="key" aria-hidden="true"><rect width="100%" height="100%" fill="url(#{})"/></svg>',
        pattern,
    )


@register.simple_tag
def meter(value, maximum, fraction=False, label=""):
    """A capacity bar with its percentage, or with `118 / 126` (`fraction=True`). Over capacity it is
    hatched."""
    if value is None or not maximum:
        return format_html('<span class="quiet">{}</span>', presentation.NONE)
    words = _("%(value)s of %(maximum)s") % {
        "value": presentation.nombre(value),
        "maximum": presentation.nombre(maximum),
    }
    shown = (
        f"{presentation.nombre(value)} / {presentation.nombre(maximum)}"
        if fraction
        else presentation.pourcent(100 * value / maximum)
    )
    # `str` keeps the attributes free of digit groups and decimal commas in every language.
    return format_html(
        '<span class="cap{}"><meter{} min="0" max="{}" value="{}" aria-label="{}">{}</meter>'
        "<span>{}</span></span>",
        " wide" if fraction else "",
        mark_safe(' class="over"') if value > maximum else "",
        str(maximum),
        str(value),
        f"{label} {words}".strip(),
        words,
        shown,
    )


@register.simple_tag
def crumb(label, address=""):
    """One step of `{% crumbs %}`; the last one has no address."""
    if address:
        return format_html('<li><a href="{}">{}</a></li>', address, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_block_tag
def crumbs(content):
    """`{% crumbs %}{% crumb _("Institutions") address %}{% crumb centre.nom %}{% endcrumbs %}`."""
    return format_html('<nav aria-label="{}"><ol class="crumbs">{}</ol></nav>', _("You are here"), content)


@register.simple_tag(takes_context=True)
def navigation_items(context):
    """The main addresses of the reader's role, for the top bar and the bottom bar."""
    request = context.get("request")
    compte = getattr(request, "user", None)
    if compte is None or not compte.is_authenticated:
        return []
    return navigation.items(compte, request.path)


@register.simple_tag(takes_context=True)
def page_address(context):
    """Where a switch of language comes back to."""
    request = context.get("request")
    return addresses.page_address(request) if request else "/"


@register.simple_tag(takes_context=True)
def without_parameter(context, name):
    """The address of this list without the filter `name`, from its first page."""
    query = context["request"].GET.copy()
    for gone in (name, "apres", "avant", "page"):
        query.pop(gone, None)
    return f"{context['request'].path}?{query.urlencode()}" if query else context["request"].path


@register.simple_tag
def hidden_fields(pairs):
    """(name, value) pairs as hidden inputs."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
