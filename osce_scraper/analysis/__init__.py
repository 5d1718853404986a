"""Load, export, report: what analysts use.

Imports records and the store.
"""
