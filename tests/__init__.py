"""The tests: they mirror the packages; fakes/ speaks the platforms, bench/ measures."""
