"""Memory: tables, revisions, crawl state and the publishing of data files.

Imports records and the rooms above it; never Scrapy. What it promises is written in docs/store.md.
"""

from osce_scraper.store.addresses import Address
from osce_scraper.store.batches import ACCEPTED_RUN, HELD_BACK, Batch
from osce_scraper.store.crawl import (
    Change,
    DueAddress,
    DueReason,
    Fetched,
    Found,
    FoundOutcome,
    MenuChange,
    Refusal,
    SaveOutcome,
    SkipReason,
    UnknownName,
    Validators,
)
from osce_scraper.store.differences import Differences
from osce_scraper.store.errors import (
    AnotherHarvest,
    DamagedStoreError,
    NewerSchemaError,
    PublishError,
    StoreError,
)
from osce_scraper.store.lock import HarvestLock
from osce_scraper.store.nearby import nearby_data
from osce_scraper.store.positions import Position
from osce_scraper.store.publishing import LEFT_OUT, TABLES, Published, PublishedFile, publish, write_left_out
from osce_scraper.store.runs import FINISHED, INTERRUPTED, JudgedRun
from osce_scraper.store.session import parse_address, shown_address, url_in
from osce_scraper.store.store import Counts, Store

__all__ = [
    "ACCEPTED_RUN",
    "FINISHED",
    "HELD_BACK",
    "INTERRUPTED",
    "LEFT_OUT",
    "TABLES",
    "Address",
    "AnotherHarvest",
    "Batch",
    "Change",
    "Counts",
    "DamagedStoreError",
    "Differences",
    "DueAddress",
    "DueReason",
    "Fetched",
    "Found",
    "FoundOutcome",
    "HarvestLock",
    "JudgedRun",
    "MenuChange",
    "NewerSchemaError",
    "Position",
    "PublishError",
    "Published",
    "PublishedFile",
    "Refusal",
    "SaveOutcome",
    "SkipReason",
    "Store",
    "StoreError",
    "UnknownName",
    "Validators",
    "nearby_data",
    "parse_address",
    "publish",
    "shown_address",
    "url_in",
    "write_left_out",
]
