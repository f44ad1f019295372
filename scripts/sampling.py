"""Where to break the code: lines at random, with a share for each layer by its size."""

import ast
import random
import re
import tomllib
from collections import defaultdict
from pathlib import Path

from scripts.mutants import mutants

ROOT = Path(__file__).resolve().parent.parent
PURE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
LAYERS = {
    "commands": r"management/|^stories/transfer/|auditing\.py$",
    "models": r"models?(/|\.py$)|(guards|triggers|queryset)\.py$",
    "desk": r"^(desk|people)/|admin\.py$",
    "public": "",
}


def layer(path):
    if path.startswith("templates"):
        return "templates"
    if any(path == pure or path.startswith(f"{pure}/") for pure in PURE):
        return "pure"
    return next(name for name, found in LAYERS.items() if re.search(found, path))


def is_a_change(mutant, source):
    """Whether Python reads it, and as something else."""
    if mutant.path.endswith(".html"):
        return True
    try:
        after = ast.dump(ast.parse(mutant.apply(source)))
    except SyntaxError:
        return False
    return after != ast.dump(ast.parse(source))


def shares(sizes, count):
    """How many of `count` each layer gets, by its size, no remainder lost."""
    exact = {name: count * size / sum(sizes.values()) for name, size in sizes.items()}
    found = {name: int(share) for name, share in exact.items()}
    by_rest = sorted(exact, key=lambda name: found[name] - exact[name])
    for name in by_rest[: count - sum(found.values())]:
        found[name] += 1
    return found


def sample(texts, seed, count):
    """A line at random in each layer, then one of the kinds of fault it can have."""
    dice = random.Random(seed)
    lines = defaultdict(lambda: defaultdict(list))
    for path, source in texts.items():
        for mutant in mutants(path, source):
            lines[layer(path)][path, mutant.line].append(mutant)
    chosen = []
    for name, some in shares({n: len(ls) for n, ls in lines.items()}, count).items():
        places = dice.sample(sorted(lines[name]), len(lines[name]))
        picked = []
        while len(picked) < some:
            found = lines[name][places.pop()]
            kind = dice.choice(sorted({mutant.kind for mutant in found}))
            mutant = dice.choice([mutant for mutant in found if mutant.kind == kind])
            if is_a_change(mutant, texts[mutant.path]):
                picked.append(mutant)
        chosen += picked
    return dice.sample(chosen, len(chosen))
