"""The OSCE's web sites."""
