"""Whether a harvest is normal: monitors that judge a run by its own numbers and by those of earlier runs.

Imports records and the store. What is judged is counted by ``crawling``; who is told lives in ``notify``.
"""

from osce_scraper.monitors.bounds import Bounds, BoundsError, Channels, MonitorSettings, read_settings
from osce_scraper.monitors.facts import RunFacts, facts_of
from osce_scraper.monitors.judge import judge, worst

__all__ = [
    "Bounds",
    "BoundsError",
    "Channels",
    "MonitorSettings",
    "RunFacts",
    "facts_of",
    "judge",
    "read_settings",
    "worst",
]
