"""Raw responses: WARC writing and reading, and extracting again from them.

Imports records, pages and the rooms above them.
"""
