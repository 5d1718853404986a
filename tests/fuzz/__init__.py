"""Fuzzing: targets that any input may be given to, seeds, mutations, and the runs of `make fuzz`.

Targets, seeds and mutations need nothing but the package, and are tried by `make test` too; `single.py` alone
needs atheris. docs/fuzzing.md tells how to run it and what came of it.
"""
