"""The benchmarks: modules that measure the program beside its peers and print Markdown tables.

`python -m tests.bench` runs all of them, `python -m tests.bench NAME...` some; each is a module
here with a `main()` that takes nothing, and is run in a process of its own.
"""
