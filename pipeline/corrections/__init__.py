"""What people decide on records: a sheet to decide on, the decisions, their way back to the same facts."""
