"""What the centre prints: documents made of sections, written as a page, a PDF or a spreadsheet."""
