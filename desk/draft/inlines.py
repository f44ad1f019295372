"""The parts that a story or question is written in, each with its fields in lines.

What a kind of part has is in the table of blocks; here is what it can beside that.
"""

from desk.draft.pasted_sources import SourcesInline
from desk.draft.picker import PictureInline
from desk.form.field_names import column
from desk.form.part_inlines import PartInline
from stories.models.freezing import part_models


def inline(owner, block):
    """The class of the rows of one block, of a kind of story or question."""
    model = part_models(owner)[block.parts]
    links = (field for field in model._meta.concrete_fields if field.is_relation)
    base = BASES.get(block.parts, PartInline)
    options = {
        "model": model,
        "fk_name": model.OWNER,
        "told_by": [column(model, name) for name in block.gist],
        "short": block.is_short,
        "fields": [columns(model, line) for line in block.lines],
        "autocomplete_fields": [
            field.name for field in links if field.name != model.OWNER
        ],
    }
    if base.max_num != 1:  # Of several, each has its place.
        first, *others = options["fields"]
        options["fields"] = [("position", *first), *others]
    return type(base)(f"{model.__name__}Inline", (base,), options)


def columns(model, line):
    if isinstance(line, str):
        return column(model, line)
    return tuple(column(model, name) for name in line)


class TopPictureInline(PictureInline):
    max_num = 1
    focal = True


BASES = {
    "image": TopPictureInline,
    "figures": PictureInline,
    "sources": SourcesInline,
}
