"""Settings of the tests of search."""

from hypothesis import settings

# How long an example takes is no rule of ours, and files are flushed to disk in some.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
