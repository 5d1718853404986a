"""Scrapy's settings, each with its reason.

Scrapy's own defaults are made for speed; these are made for a public site that owes us nothing. Settings
that begin with ``OSCE_`` are this project's: each can be given with ``-s NAME=VALUE`` or by an environment
variable of the same name.
"""

import os

from osce_scraper.interrupts import end_quietly_on_interrupt

# Scrapy's command line imports this module first of the project; what follows takes most of a second.
end_quietly_on_interrupt()

BOT_NAME = "osce_scraper"
SPIDER_MODULES = ["osce_scraper.spiders"]
NEWSPIDER_MODULE = "osce_scraper.spiders"
# `scrapy crawl` that says what went wrong and does not return 0 when the run failed.
COMMANDS_MODULE = "osce_scraper.crawling.commands"

# --- This project's own ---------------------------------------------------------------------------------
# The site to harvest: a name, or the path of a folder with a site.toml.
OSCE_SITE = os.environ.get("OSCE_SITE", "osce")
# A copy of it, scheme and host; empty means the site itself (https://www.osce.org).
OSCE_BASE_URL = os.environ.get("OSCE_BASE_URL", "")
# Where the store and the published files are.
OSCE_DATA_DIR = os.environ.get("OSCE_DATA_DIR", "data")
# The store; empty means SQLite in the data directory.
OSCE_STORE_URL = os.environ.get("OSCE_STORE_URL", "")
# An e-mail address or a page of whoever runs the harvest, told to the site in the user agent. The OSCE's own
# site is not asked without one.
OSCE_CONTACT = os.environ.get("OSCE_CONTACT", "")
# Keep every response as it came in <data dir>/archive; without it nothing can be extracted again.
OSCE_ARCHIVE_ENABLED = os.environ.get("OSCE_ARCHIVE_ENABLED") or "1"
# Bounds of the monitors and whom they tell; empty means monitors.toml in the data directory, if it is there.
OSCE_MONITORS = os.environ.get("OSCE_MONITORS", "")
# Open a run: lock, store, archive and publication. `scrapy shell`, `fetch`, `view`, `parse` and `check` go
# without.
OSCE_RUN = True
# Publish at the end of a run that did not fail.
OSCE_PUBLISH = os.environ.get("OSCE_PUBLISH") or "1"
# Known items that `osce harvest` reads again each time, to notice a change of the site; 0: none.
OSCE_SAMPLE = os.environ.get("OSCE_SAMPLE") or "20"
# Keep the manners of the live site on 127.0.0.1 too (robots.txt's crawl delay, one request at a time).
OSCE_LOOPBACK_POLITE = os.environ.get("OSCE_LOOPBACK_POLITE") or "0"
# Longest Retry-After that is waited for, in seconds; a longer one counts as a failure of that address.
OSCE_RETRY_AFTER_MAX = os.environ.get("OSCE_RETRY_AFTER_MAX") or "600"
# Read pages in a process of its own, beside the one that fetches and keeps them: 1, 0, or auto, which is 1
# for four requests at once and more where a second core waits, and for pages of more than 128 kB. With 0 a
# page that takes minutes holds everything up for as long.
OSCE_READER_PROCESS = os.environ.get("OSCE_READER_PROCESS", "auto")
# Refuse a run whose clock is far from the site's and from the last run's: 1, or 0 to take the clock as it is.
OSCE_CLOCK_CHECK = os.environ.get("OSCE_CLOCK_CHECK") or "1"
# Seconds that all waits for a Retry-After may take together in a run; then such addresses are left for later.
OSCE_RETRY_AFTER_TOTAL = os.environ.get("OSCE_RETRY_AFTER_TOTAL") or "3600"

# --- Manners --------------------------------------------------------------------------------------------
# robots.txt is the site's word on what may be asked for.
ROBOTSTXT_OBEY = True
# One request at a time: the site is small, and nobody waits for a nightly job.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Seconds between two requests; a longer crawl delay in robots.txt raises it, nothing lowers it.
DOWNLOAD_DELAY = 5.0
# No random variation: half of it would fall below the delay that was promised.
DOWNLOAD_DELAY_JITTER = 0.0
# A slow answer means a busy server: wait longer then.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 5.0
AUTOTHROTTLE_MAX_DELAY = 120.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
# USER_AGENT names program, version and contact: the add-on Manners writes it.
# English is the site's default; the language versions have addresses of their own.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
}

# --- What a response may do -----------------------------------------------------------------------------
# Scrapy's default is off; a forged page would become a record.
DOWNLOAD_VERIFY_CERTIFICATES = True
# The largest pages seen are below 1 MB; a response without end must not fill the memory.
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
# Half a page is no page.
DOWNLOAD_FAIL_ON_DATALOSS = True
# Seconds for one response, from the request to its last byte: one that drips is given up as well.
DOWNLOAD_TIMEOUT = 60.0
DNS_TIMEOUT = 20.0
# A name of the OSCE's that leads into a private network is not followed there.
TWISTED_DNS_RESOLVER = "osce_scraper.crawling.resolver.PublicResolver"
# The site needs no session; a cookie with a domain would also fetch the public suffix list.
COOKIES_ENABLED = False
# A server's redirect is followed a few times; one inside a page is not.
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
# Addresses of the site are short; junk grows.
URLLENGTH_LIMIT = 500
# A server in trouble is asked again, later; Retry-After is kept to by PatientRetry.
RETRY_ENABLED = True
RETRY_TIMES = 3
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524]
# HttpCache takes a day-old listing for fresh; the store keeps validators and asks conditionally instead.
HTTPCACHE_ENABLED = False

# --- Doors that stay shut -------------------------------------------------------------------------------
# Both run code for whoever reaches a local port.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Only the web is asked: no file of this machine, nothing inside an address, no other protocol.
DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}

# --- Parts ----------------------------------------------------------------------------------------------
ADDONS = {
    "osce_scraper.crawling.manners.Manners": 100,
    # What is logged was written by others: no control characters, no secrets.
    "osce_scraper.crawling.safe_log.SafeLog": 200,
}
DOWNLOADER_MIDDLEWARES = {
    "osce_scraper.crawling.safe_log.SafeLog": 10,
    # Also for retries and redirects, which the offsite middleware lets pass.
    "osce_scraper.crawling.manners.SiteOnly": 40,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "osce_scraper.crawling.manners.CarefulRobotsTxt": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "osce_scraper.crawling.manners.PatientRetry": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "osce_scraper.crawling.compression.WholeBodies": 590,
}
EXTENSIONS = {
    # Those of a run, such as the archive, are added by HarvestSpider.
    "osce_scraper.crawling.manners.RobotsWishes": 20,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "osce_scraper.crawling.feeds.CountedFeeds": 30,
}
ITEM_PIPELINES = {
    "osce_scraper.crawling.pipelines.ValidateRecord": 100,
}
# Scrapy's exporters lose records in silence when a value is not plain JSON; ours write the model's own line.
FEED_EXPORTERS = {
    "jsonl": "osce_scraper.crawling.feeds.RecordLinesExporter",
    "jsonlines": "osce_scraper.crawling.feeds.RecordLinesExporter",
    "jl": "osce_scraper.crawling.feeds.RecordLinesExporter",
    "json": "osce_scraper.crawling.feeds.RecordArrayExporter",
}
# Files of -O are replaced when they are whole; -o appends whole lines.
FEED_STORAGES = {
    "": "osce_scraper.crawling.feed_files.WholeFiles",
    "file": "osce_scraper.crawling.feed_files.WholeFiles",
}
FEED_EXPORT_ENCODING = "utf-8"

# --- Speed and memory -----------------------------------------------------------------------------------
# A page gives one record: a hundred tasks for each response only cost time and 55 MB.
CONCURRENT_ITEMS = 1
# First in, first out: the work is done in the store's order, and an interrupted run ends like a whole one.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# A check of every callback's source code at every response, which mypy has made already.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Levels of the log: every page is at DEBUG, what came of the run at INFO.
LOG_LEVEL = "INFO"
# Twisted's reactor on asyncio: what `async def start` and the store's order rely on.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
