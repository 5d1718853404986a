"""Tests of sites: folders of their own."""
