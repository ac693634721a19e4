"""Thin shells around the core: unpack a request, call one method of the core, render the reply."""
