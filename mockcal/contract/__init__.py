"""mockcal held against an OpenAPI document: what it lacks, and whether a running server answers as it says."""
