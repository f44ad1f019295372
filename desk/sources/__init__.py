"""Sources at the desk: pasted addresses, watched feeds and wires."""
