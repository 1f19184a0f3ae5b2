"""Many reports: shards, the units of work, and the drivers that process them."""
