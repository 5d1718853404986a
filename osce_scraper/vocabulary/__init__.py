"""Names to identities: offices, fields of work, countries, content types and labels.

The data files stand beside the look-ups. Imports only records.
"""
