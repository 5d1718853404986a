"""The report: what the data holds, as one HTML page that needs nothing else and asks nobody."""

from osce_scraper.analysis.report.report import Written, render_report, write_report

__all__ = ["Written", "render_report", "write_report"]
