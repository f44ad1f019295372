"""Whether a piece is whose the story says, as far as we know addresses. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from explainer.addresses import host_of, normalise_url
from explainer.checks.context import Context
from explainer.document import Document
from explainer.finding import Finding


def agreement(document: Document, context: Context) -> Iterator[Finding]:
    """A name and an address that we know as two outlets', until an editor confirms it.

    What nobody knows by address is the story's own word: a letter, a printed paper.
    """
    for number, source in enumerate(document.get("sources", [])):
        host = host_of(source.get("url", ""))
        named = context.publishers.called(source.get("outlet", ""))
        if not host or not named or normalise_url(source["url"]) in context.vouched:
            continue
        owner = context.publishers.at(host)
        if owner is named or not (owner or named.hosts):
            continue
        said = {"key": source.get("key", ""), "name": named.name, "host": host}
        if owner:
            message = _("“%(key)s”: %(host)s is %(owner)s’s, not %(name)s’s.")
            said |= {"owner": owner.name}
        else:
            message = _("“%(key)s”: we know %(name)s at %(hosts)s, not at %(host)s.")
            said |= {"hosts": ", ".join(sorted(named.hosts))}
        more = _("An editor can confirm it in the form of the source.")
        text = f"{message % said} {more}"
        yield Finding(f"sources[{number}].outlet", text, "outlet-differs")
