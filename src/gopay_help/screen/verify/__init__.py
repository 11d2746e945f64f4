"""What `verify` found, as a page for people and as the document of contracts.md."""
