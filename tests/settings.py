"""Settings of the tests: those of the application, with fast passwords and strict templates."""

import os

# Before the import: without it the settings ask for a secret key.
os.environ["DJANGO_DEBUG"] = "1"

from entraide.settings import *  # noqa: E402, F403
from entraide.settings import PASSWORD_HASHERS, TEMPLATES
from tests.undefined import Undefined

# The live server of the browser tests serves static files from the tree, without collectstatic.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# Argon2 is slow by design; the accounts of the tests are worth nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()
