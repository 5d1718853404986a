"""Scrapy's parts: pipelines, middlewares, extensions, discovery.

Imports every room above it; never a spider.
"""
