"""The layouts of the local site: each lays out a story and a listing as its generation of the OSCE site did.

The class names are those that SITE.md reports; the rest of the markup is made as Drupal makes it.
"""
