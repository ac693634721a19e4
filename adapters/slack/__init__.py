"""Slack: commands, shortcuts, mentions, direct messages, App Home and buttons."""
