"""Files under names that change with their content, so that browsers may keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Scripts that import each other find each other by those names, without a map."""

    support_js_module_import_aggregation = True
