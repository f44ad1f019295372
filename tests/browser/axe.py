"""What stands in somebody's way on an open page, by the rules of axe."""

from axe_playwright_python.sync_playwright import Axe

RULES = Axe().axe_script
RUN = """axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)].join(" ")))
"""


def barriers(page):
    """Each rule that is broken by the whole page, with the elements that break it."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(RULES)
    return page.evaluate(RUN)
