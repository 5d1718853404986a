"""Tests of the monitors: of their arithmetic, and of whole harvests that are not what they should be."""
