"""Which address next, nothing else.

Imports crawling, sites and records.
"""
