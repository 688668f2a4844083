"""The three-way merge of a new report onto a draft that officials have edited."""
