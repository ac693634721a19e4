"""The platform-neutral core: finds, shows and plays with what somebody really said."""
