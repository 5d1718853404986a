"""Scrapy's parts: pipelines, middlewares, extensions.

Imports every room above it; never a spider.
"""
