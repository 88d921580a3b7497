"""What is kept: a row for each contract, post, site or honour, from a day until a day."""
