"""Sources under embargo that a text cites: nobody outside gets it before they end."""

from sources.models.source import Source, normalise_url


def holding(owner, document, held):
    """Of sources under embargo the first that this text of a story or question cites,
    or None.

    A source counts by its address or, without one, by its title, so that it makes no
    difference whether an editor picked it or typed it.
    """
    cited = held and {source_name(item) for item in document.get("sources", [])}
    link = {f"{owner.path_kind}source__{owner.path_kind}": owner}
    linked = held and {*Source.objects.filter(**link).values_list("pk", flat=True)}
    for source in held:
        named = {normalise_url(source.url), source.title} - {""}
        if source.pk in linked or named & cited:
            return source
    return None


def source_name(item):
    """By what a cited source is known: its address, else its title."""
    return normalise_url(item["url"]) if item.get("url") else item.get("title", "")
