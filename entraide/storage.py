"""Static files with hashed names, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


def _without_source_maps(patterns):
    kept = (
        (glob, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for glob, rules in patterns
    )
    return tuple((glob, rules) for glob, rules in kept if rules)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Every `url()` of our sheets must resolve, or `collectstatic` fails.

    The libraries are shipped unchanged and without their source maps: the comment that names a map is left
    alone.
    """

    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
