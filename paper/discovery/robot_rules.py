"""What robots may ask for: all that readers may, but not what they look for. Pure.

Rules by RFC 9309. A robot that is named obeys its own group and no other.
"""

# One text at many addresses: its depths, what is new since an edition, comparisons.
BARRED = (
    *("/admin/", "/search/", "/*/*/changes/"),
    *("/*?*depth=", "/*?*since=", "/*?*only="),
)
# Who collects texts to train models, and who fetches a page to answer a question.
TRAINING = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider"),
    *("CCBot", "ClaudeBot", "cohere-training-data-crawler", "Diffbot", "FacebookBot"),
    *("Google-CloudVertexBot", "Google-Extended", "GPTBot", "ImagesiftBot"),
    *("Meta-ExternalAgent", "omgili", "PanguBot", "Timpibot", "webzio-extended"),
)
ANSWERING = (
    *("ChatGPT-User", "Claude-SearchBot", "Claude-User", "cohere-ai"),
    *("DuckAssistBot", "Meta-ExternalFetcher", "MistralAI-User", "OAI-SearchBot"),
    *("Perplexity-User", "PerplexityBot", "YouBot"),
)
# By the policy of the paper the robots that it keeps out.
KEPT_OUT = {
    "allow": (),
    "answers": TRAINING,
    "deny": (*TRAINING, *ANSWERING),
}


def rules(*, public: bool, policy: str, site_maps: list[str]) -> str:
    """The file. What nothing bars is allowed; who is kept out gets nothing at all."""
    if not public:
        return "User-agent: *\nDisallow: /\n"
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in BARRED), "Allow: /"]
    if names := KEPT_OUT[policy]:
        lines += ["", *(f"User-agent: {name}" for name in names), "Disallow: /"]
    lines += ["", *(f"Sitemap: {address}" for address in site_maps)]
    return "\n".join(lines) + "\n"
