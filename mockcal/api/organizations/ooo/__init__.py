"""Out-of-office entries at this level; the rules are in `mockcal.api.out_of_office`."""
