"""Discord: slash commands, message menus, mentions, direct messages and buttons."""
