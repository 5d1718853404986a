"""The generations of the OSCE's site: a module each."""
