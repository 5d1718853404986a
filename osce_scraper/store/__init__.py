"""Memory: tables, revisions, crawl state and the publishing of data files.

Imports records and the rooms above it; never Scrapy.
"""
