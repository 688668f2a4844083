"""What the renderer of Word documents is made of: environment, view, filling, finishing, package, lint."""
