"""What models ask of a value beside its kind."""

from django.core.validators import MaxLengthValidator

from explainer.field import PROSE_LIMIT

# A form that named it `max_length` would have browsers cut a pasted text in silence.
prose_fits = MaxLengthValidator(PROSE_LIMIT)
