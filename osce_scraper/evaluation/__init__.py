"""Scores of the extraction against labelled texts and pages, with floors that only rise.

Imports records, text and pages.
"""
