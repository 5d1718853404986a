"""Finders of facts in the text of an article: one code for all languages, words from data."""
