"""What a request leaves behind: lines of the log, figures, spans, reports of faults."""
