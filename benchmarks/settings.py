"""The application as in production, with the addresses of the references beside its own."""

import os

os.environ.setdefault("SECRET_KEY", "benchmark-" * 6)
os.environ.setdefault("HTTPS", "0")
os.environ["DJANGO_DEBUG"] = "0"

from entraide.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "benchmarks.urls"
# Without collected files: the names of static files are not what is measured.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = False
