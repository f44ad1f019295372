"""The apps of the project itself, for tests that look at all of them."""

from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent


def rooms():
    """The label of each app of ours, which is the name of its folder, too."""
    paths = {config.label: Path(config.path) for config in apps.get_app_configs()}
    return sorted(label for label, path in paths.items() if path.parent == ROOT)


def models(*, auto_created=False):
    """Every model of these apps."""
    return [
        model
        for label in rooms()
        for model in apps.get_app_config(label).get_models(auto_created)
    ]
