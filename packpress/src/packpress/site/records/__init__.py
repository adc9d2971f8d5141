"""What the page of a record shows: its comparison, evidence, parties and neighbours, as plain values for the templates."""
