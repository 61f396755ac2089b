"""What a reconciliation found, for people: summary, Excel workbook, HTML report; each file whole or not at all."""
