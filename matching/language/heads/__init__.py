"""What the tuned encoder's heads read off its token vectors: acts, facts, fields of adverts, offences."""
