"""The spider that ours is measured against: Scrapy and nothing else, title, date and body to a feed."""

from typing import Any

import scrapy


class BareSpider(scrapy.Spider):
    """Asks for the addresses of a file and writes three fields of each page."""

    name = "bare"
    custom_settings = {  # noqa: RUF012
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "WARNING",
    }

    async def start(self) -> Any:
        """A request for each line of the file that ``-a addresses=`` names."""
        with open(self.addresses) as lines:  # type: ignore[attr-defined]
            for line in lines:
                yield scrapy.Request(line.strip())

    def parse(self, response: Any) -> Any:
        """Title, date and body, as a plain spider reads them."""
        yield {
            "title": response.css("h1::text").get(),
            "date": response.css("time::attr(datetime)").get(),
            "body": response.css("main p::text").getall(),
        }
