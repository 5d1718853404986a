"""Sentences to facts: numbers, participants, dates, datelines, quotes, funding. Pure functions.

Imports records and vocabulary.
"""
