"""Pictures for the README, drawn from what the adapters really send."""
