"""Web sites: a folder each, with hosts, identity rule, discovery, names and layouts.

Whatever differs between sites lives in the site's folder and nowhere else; see ``docs/sites.md``.
"""

from osce_scraper.sites.address import RefusedAddress, is_loopback, path_of, unwrap_wayback
from osce_scraper.sites.loading import SiteError, check_site, load_site, site_names
from osce_scraper.sites.site import Identity, Site, SiteProfile

__all__ = [
    "Identity",
    "RefusedAddress",
    "Site",
    "SiteError",
    "SiteProfile",
    "check_site",
    "is_loopback",
    "load_site",
    "path_of",
    "site_names",
    "unwrap_wayback",
]
