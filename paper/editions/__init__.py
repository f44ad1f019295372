"""The record as readers walk through it: every edition, what changed, any day."""
