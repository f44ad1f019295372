"""How the paper is run: jobs, backups, purges, figures, and what is wrong."""
