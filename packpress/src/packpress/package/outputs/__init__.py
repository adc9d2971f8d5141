"""What the outputs of a build carry, and what an ended command left of them."""
