"""The engine of readers' pages: Jinja, with an environment for each language, in which
what a page always says is said while it is compiled. The desk's pages are Django's.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from types import FunctionType

import jinja2
from django.template import defaultfilters
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from newsroom.template_texts import Folding, Part, Texts
from pages.flat_page import about_data
from paper.citation import page_citation
from paper.outputs import page_head
from paper.templatetags import paper
from people.routes import address

# Folders, and pages and parts beside them: all that this engine knows.
PUBLIC = {"paper", "pages", "base.html", "400.html", "403.html", "404.html", "410.html"}
PUBLIC |= {"_desks.html", "_imprint.html", "_masthead.html", "_metadata.html"}
PUBLIC |= {"_ways.html"}
PRINTS = "from newsroom.template_texts import Part as Macro, printed as escape"
KEPT = 10_000  # texts that count
EMPTY_LINES = re.compile("\n\n+")


class PublicLoader(jinja2.FileSystemLoader):
    """Knows the templates of readers' pages, and no others of the folder."""

    def get_source(self, environment, template):
        if not is_public(template):
            raise jinja2.TemplateNotFound(template)
        return super().get_source(environment, template)

    def list_templates(self):
        return [*filter(is_public, super().list_templates())]


def is_public(name):
    return name.partition("/")[0] in PUBLIC


class Page(jinja2.Template):
    """A page without the empty lines that conditions and loops leave, 1 % of it."""

    def render(self, *args, **kwargs):
        page = super().render(*args, **kwargs).lstrip()
        if "<textarea" in page:  # in which somebody's empty lines may stand
            return page
        return EMPTY_LINES.sub("\n", page)

    def _get_default_module(self, ctx=None):
        # The same whoever imports it: no template of ours is given other globals, and
        # Jinja compares all of them at each import of a page.
        return super()._get_default_module()


class Context(jinja2.runtime.Context):
    """Calls a macro, or a function that asks for nothing, without looking for more."""

    def call(self, called, /, *args, **kwargs):
        kind = type(called)
        is_plain = kind is FunctionType and not hasattr(called, "jinja_pass_arg")
        if not kwargs and (is_plain or kind is Part):
            return called(*args)
        return super().call(called, *args, **kwargs)


class Environment(jinja2.Environment):
    """Gives each template as compiled for the language that is spoken now."""

    template_class = Page
    context_class = Context

    def __init__(self, *, loader, siblings=None, **options):
        public = PublicLoader(loader.searchpath)
        super().__init__(loader=public, extensions=[Texts], **options)
        self.options = options | {"loader": loader}
        self.language, self.parts = translation.get_language(), {}
        self.siblings = {} if siblings is None else siblings
        self.siblings[self.language] = self
        counted = lru_cache(KEPT)(ngettext)
        self.install_gettext_callables(gettext, counted, newstyle=True)
        self.filters |= FILTERS
        self.globals |= GLOBALS
        self.globals |= {
            "language": self.language,
            "bidi": translation.get_language_bidi(),
        }

    @property
    def spoken(self):
        """This environment, or its sibling in the language that is active."""
        language = translation.get_language()
        if language not in self.siblings:
            Environment(siblings=self.siblings, **self.options)
        return self.siblings[language]

    def get_template(self, name, parent=None, globals=None):
        return super(Environment, self.spoken).get_template(name, parent, globals)

    def from_string(self, source, globals=None, template_class=None):
        return super(Environment, self.spoken).from_string(
            source, globals, template_class
        )

    def compile_all(self):
        """Every template in the paper's language, so that no reader waits for one: half
        a second and 3 MB, once for all processes."""
        for name in self.list_templates():
            self.get_template(name)

    def _generate(self, source, name, filename, defer_init=False):
        source = Folding().visit(source)
        made = super()._generate(source, name, filename, defer_init)
        return made.replace("\n", f"; {PRINTS}\n", 1)  # behind what Jinja imports


@jinja2.pass_environment
def part(environment, name):
    """The macro of a part of a page: `print_quote` of `paper/page/_quote.html`."""
    known = environment.spoken.parts
    if name not in known or environment.auto_reload:
        macro = PurePosixPath(name).stem.lstrip("_")
        module = environment.get_template(name).module
        known[name] = getattr(module, f"print_{macro}")
    return known[name]


@jinja2.pass_environment
def in_tongue(environment, tongue, name, *values):
    """A part of a page, in the language that a story is in."""
    with translation.override(tongue):
        return part(environment, name)(*values)


@jinja2.pass_environment
def metadata(environment, paper, request, *said, **more):
    """What stands in the head of a page: see `page_head.metadata`."""
    page = page_head.metadata(paper, request, *said, **more)
    return part(environment, "_metadata.html")(page, paper)


@jinja2.pass_environment
def day(environment, value, precision="day"):
    """A day in the environment's language, which is asked for once and not by each."""
    known = paper.local_day(value)
    return paper.day_element(environment.language, known, "F", precision)


FILTERS = paper.register.filters | {
    "day": day,
    "date": defaultfilters.date,
    "truncatechars": defaultfilters.truncatechars,
    "truncatewords": defaultfilters.truncatewords,
    "urlencode": defaultfilters.urlencode,
}
GLOBALS = {
    "part": part,
    "in_tongue": in_tongue,
    "metadata": metadata,
    "url": address,
    "static": static,
    "current_timezone": timezone.get_current_timezone_name,
    "citation_of": page_citation,
    "about_data": about_data,
    "linked_data": page_head.linked_data,
    "question_data": page_head.question_data,
    "topic_data": page_head.topic_data,
    "outlet_data": page_head.outlet_data,
    "front_data": page_head.front_data,
    "list_data": page_head.list_data,
    "archive_data": page_head.archive_data,
    "editions_data": page_head.editions_data,
    "author_data": page_head.author_data,
    "corrections_data": page_head.corrections_data,
}
