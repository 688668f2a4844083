"""Files and cells, knowing no plan: what a file is, what an archive holds, what each program writes into a workbook."""
