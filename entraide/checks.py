"""A row held against its fields, its rules in words and its constraints, before any action writes it."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _


def contradiction():
    """What is said when a constraint refuses and no rule in words came before it."""
    return ValidationError(
        _(
            "These values contradict one another or another record. Check the dates and the choices, "
            "then save again."
        )
    )


def check_constraints(instance, exclude=()):
    """As `validate_constraints`, without ever showing the name of a constraint. Raises ValidationError."""
    try:
        # By the class: a form may stand in for the method of its own row while it asks.
        type(instance).validate_constraints(instance, exclude=set(exclude))
    except ValidationError as refus:
        unique = [error for error in _errors(refus) if error.code in ("unique", "unique_together")]
        raise ValidationError(unique) if unique else contradiction() from None


def _errors(refus):
    if hasattr(refus, "error_dict"):
        return [error for errors in refus.error_dict.values() for error in errors]
    return refus.error_list


def check_row(instance, rule, exclude=()):
    """Everything that can be held against `instance`; `rule(instance)` raises ValidationError in words.

    Raises one ValidationError by field.
    """
    found = {}

    def collect(check):
        try:
            check()
        except ValidationError as refus:
            refus.update_error_dict(found)

    collect(lambda: instance.clean_fields(exclude=set(exclude)))
    if not found:
        collect(lambda: rule(instance))
    if not found:
        collect(lambda: instance.validate_unique(exclude=set(exclude)))
    if not found:
        collect(lambda: check_constraints(instance, exclude))
    if found:
        raise ValidationError({name or NON_FIELD_ERRORS: errors for name, errors in found.items()})
