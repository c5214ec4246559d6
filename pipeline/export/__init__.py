"""Stage export: what is stored, in the forms in which others work with it."""
