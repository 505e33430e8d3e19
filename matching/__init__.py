"""What the system thinks: reading people and adverts, finding, ranking and explaining listings."""
