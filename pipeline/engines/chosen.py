"""Which engine a name means, and what to install where it is not there."""

from __future__ import annotations

from importlib.util import find_spec

from pipeline.engines.engine import Engine
from pipeline.engines.local import Local
from pipeline.engines.names import EngineName
from pipeline.errors import UsageError


def engine_of(name: EngineName, address: str | None = None, staging: str | None = None) -> Engine:
    """The engine of that name.

    Args:
        name: which engine.
        address: of the cluster, for ``ray``.
        staging: where the staging area is, if the user said so: on other machines it must be named.

    Raises:
        UsageError: ``engine_missing``: it is not installed; ``engine_options``: what is said does not go together.
    """
    if name == "local":
        if address:
            raise UsageError(
                "engine_options",
                "--address chỉ dùng cùng --engine ray. Hãy thêm --engine ray, hoặc bỏ --address.",
                "--address goes with --engine ray alone. Add --engine ray, or leave --address out.",
            )
        return Local()
    if find_spec("ray") is None:
        raise UsageError(
            "engine_missing",
            "Chưa cài Ray nên chưa dùng được --engine ray. Hãy cài: pip install 'thidua[ray]' (trên mọi máy của cụm), "
            "hoặc bỏ --engine để đọc bằng máy này.",
            "Ray is not installed, which --engine ray wants. Install it: pip install 'thidua[ray]' (on every machine "
            "of the cluster), or leave --engine out to read on this machine.",
        )
    if address and not staging:
        raise UsageError(
            "engine_options",
            "Đọc trên cụm máy cần một nơi mọi máy cùng ghi được. Hãy thêm --staging, là thư mục dùng chung hoặc địa "
            "chỉ như s3://kho/thu-muc.",
            "Reading on a cluster wants a place that all its machines can write to. Add --staging: a shared folder, or "
            "an address like s3://bucket/folder.",
        )
    from pipeline.engines.cluster import Cluster  # noqa: PLC0415  (Ray with it)

    return Cluster(address)
