"""The readers’ side: public pages, made of the record and what is derived from it."""
