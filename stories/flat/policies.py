"""The paper itself for machines, with the policies that its pages tell. Pure."""

from collections.abc import Mapping
from typing import Any

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


def publisher(paper: Mapping[str, Any]) -> dict[str, Any]:
    """The paper, with its policies: each only if there is a page that says it."""
    pages = paper["pages"].policies if "pages" in paper else {}
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{paper['url']}/#paper",
        "name": paper["name"],
        "url": f"{paper['url']}/",
    } | {
        name: paper["url"] + pages[policy]
        for policy, name in POLICIES
        if policy in pages
    }
