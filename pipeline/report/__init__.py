"""What restoration did, for people to look at: pages that stand by themselves, and the texts beside them."""
