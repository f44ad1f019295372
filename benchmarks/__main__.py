"""python -m benchmarks: what pages and verbs cost; `paper N` only makes a paper."""

import argparse
import os
import sys
import time

import django


def make_paper(stories, seed):
    """Fill the empty database of DATABASE_URL; its tables are made where they lack."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # Models can't be imported before the apps are ready.
    from django.core.management import call_command

    from benchmarks import paper

    call_command("migrate", verbosity=0)
    began = time.process_time()
    paper.make(stories, seed)
    print(f"{stories} stories in {time.process_time() - began:.1f} s of CPU")


def main(words):
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    verbs = asked.add_subparsers(dest="verb", required=True)
    paper = verbs.add_parser("paper", help="fill the empty database of DATABASE_URL")
    paper.add_argument("stories", type=int)
    paper.add_argument("--seed", type=int, default=1)
    given = asked.parse_args(words)
    make_paper(given.stories, given.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
