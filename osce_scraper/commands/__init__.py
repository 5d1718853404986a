"""The commands of `osce`, a module each: they read arguments, call a room and print.

Imports every room; only `osce_scraper.cli` imports it.
"""
