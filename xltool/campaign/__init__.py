"""One round of a form: config, roster, ledger, distribute, collect, remind."""
