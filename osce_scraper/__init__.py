"""A harvester of the OSCE's public news, menus and the facts inside them."""

__version__ = "0.1.0"
