"""Makes the fixture folders of tests/fixtures: ``python -m tests.site.casebook``.

What a fixture expects comes from the story it was laid out from, never from the extraction under test.
"""
