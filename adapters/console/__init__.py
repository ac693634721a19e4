"""The console: everything the bot can do, for one person at a terminal or in a pipe."""
