"""Two people have saved one draft: what each wrote, until it is decided."""
