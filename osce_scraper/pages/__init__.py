"""HTML to records: a page object per kind of page, a module per layout. No network, no clock, no disk.

Imports records, vocabulary, text and sites.
"""
