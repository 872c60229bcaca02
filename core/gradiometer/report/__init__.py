"""Reports of one session or several, as one HTML or PDF file: `document` says what a report is, `sections` which
sections there are, `html` and `pdf` write it, `make_report` does it all.
"""
