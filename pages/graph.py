"""The paper itself for machines, with the policies that its pages tell. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

Node = dict[str, Any]
Paper = Mapping[str, Any]

# As JSON escapes, so that no text can end the script element or break a parser.
ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
LOGO = "512 px"  # the mark, each way
# What a page says of the paper, in schema.org's words; of one word the later wins.
POLICIES = (
    ("ethics", "publishingPrinciples"),
    ("principles", "publishingPrinciples"),
    ("ethics", "ethicsPolicy"),
    ("corrections", "correctionsPolicy"),
    ("verification", "verificationFactCheckingPolicy"),
    ("unnamed", "unnamedSourcesPolicy"),
    ("bylines", "noBylinesPolicy"),
    ("feedback", "actionableFeedbackPolicy"),
    ("diversity", "diversityPolicy"),
    ("staffing", "diversityStaffingReport"),
    ("ownership", "ownershipFundingInfo"),
    ("masthead", "masthead"),
    ("mission", "missionCoveragePrioritiesPolicy"),
)


def script(graph: Node) -> SafeString:
    """The graph in an element of its own; nothing in it can be read as markup."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in ESCAPES.items():  # str.translate takes twenty times as long
        text = text.replace(sign, escape)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def without_empty(node: Node) -> Node:
    """What is said of it. An absent fact is an absent key."""
    return {key: value for key, value in node.items() if value or value is False}


def publisher(paper: Paper) -> Node:
    """Whose page it is, and by which principles; the page about the paper says
    all policies."""
    node = {
        "@type": "NewsMediaOrganization",
        "@id": f"{paper['url']}/#paper",
        "name": paper["name"],
        "url": f"{paper['url']}/",
        "publishingPrinciples": policies(paper).get("publishingPrinciples"),
    }
    return without_empty(node)


def organisation(paper: Paper) -> Node:
    """The paper, with its mark and its policies: each only if a page says it."""
    return publisher(paper) | without_empty({"logo": logo(paper)}) | policies(paper)


def logo(paper: Paper) -> Node:
    """The mark by which the paper is known in lists of others."""
    if "logo" not in paper:
        return {}
    return {
        "@type": "ImageObject",
        "url": f"{paper['url']}{paper['logo']}",
        "width": LOGO,
        "height": LOGO,
    }


def policies(paper: Paper) -> Node:
    """Addresses of what the paper says of itself, by schema.org's words."""
    pages = paper["pages"].policies if "pages" in paper else {}
    return {
        name: paper["url"] + pages[policy]
        for policy, name in POLICIES
        if policy in pages
    }
