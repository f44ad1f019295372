"""Who works at the paper: what each may do, how they sign in, what they did."""
