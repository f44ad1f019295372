"""A paper in the fediverse, and its neighbours."""

from tests.support.federated import clock, neighbours  # noqa: F401
