"""Commands of Scrapy's command line, which alone imports this."""

from osce_scraper.interrupts import exit_at_once_on_interrupt

# Until Scrapy's own handlers take over: what is imported here takes a second.
exit_at_once_on_interrupt()
