"""A form sent after its session had ended: what was typed travels inside the sign-in page and comes back.

The form is signed, holds no password and no file, and is kept nowhere on the server. It returns to the
account that opened the page only (`_compte`, put there by `{% technical_fields %}`), and with `_reprendre`,
so that the view shows it again without saving (see `entraide.forms.envoye`).
"""

from django.core import signing

from .addresses import own_address

SALT = "entraide.resume"
ACCOUNT_SALT = "entraide.account"
MAX_AGE = 12 * 3600
# The sign-in form that carries it must itself stay below DATA_UPLOAD_MAX_MEMORY_SIZE.
MAX_CHARS = 1_000_000

ACCOUNT_FIELD = "_compte"
DATA_FIELD = "_saisie"
RESUMED_FIELD = "_reprendre"
NEVER_CARRIED = {"csrfmiddlewaretoken", RESUMED_FIELD, DATA_FIELD}
SECRET_WORDS = ("password", "passe")


def sign_account(compte):
    """A token that says which account a page was made for. It opens nothing."""
    return signing.Signer(salt=ACCOUNT_SALT).sign(str(compte.pk))


def is_account(token, compte):
    """True when `token` was made by `sign_account` for `compte`."""
    try:
        return signing.Signer(salt=ACCOUNT_SALT).unsign(token or "") == str(compte.pk)
    except signing.BadSignature:
        return False


def pack(request):
    """The form of this POST as one signed string; empty when the page names no account, or when it is too
    long."""
    try:
        signing.Signer(salt=ACCOUNT_SALT).unsign(request.POST.get(ACCOUNT_FIELD, ""))
    except signing.BadSignature:
        return ""
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_CARRIED and not any(word in name.lower() for word in SECRET_WORDS)
        for value in values
    ]
    content = {"path": request.get_full_path(), "pairs": pairs, "files": bool(request.FILES)}
    packed = signing.dumps(content, salt=SALT, compress=True)
    return packed if len(packed) <= MAX_CHARS else ""


def unpack(request, packed):
    """(path, [(name, value)], files were lost) of a string made by `pack`, or None when it is forged or too
    old."""
    try:
        content = signing.loads(packed, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    path = own_address(request, content["path"])
    if not path:
        return None
    return path, [tuple(pair) for pair in content["pairs"]], content["files"]


def belongs_to(pairs, compte):
    """True when the form was opened by `compte`."""
    return is_account(dict(pairs).get(ACCOUNT_FIELD, ""), compte)
