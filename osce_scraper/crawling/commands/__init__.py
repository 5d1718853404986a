"""Scrapy's own commands, bettered where they hide what went wrong."""
