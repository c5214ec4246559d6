"""How hypothesis draws: the same examples in every run, and no test is judged by its time.

``pytest --hypothesis-profile=explore`` draws others each time, and ten times as many.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_TIME = [HealthCheck.too_slow]
settings.register_profile("steady", deadline=None, suppress_health_check=_TIME, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, suppress_health_check=_TIME, max_examples=1000)
settings.load_profile("steady")
