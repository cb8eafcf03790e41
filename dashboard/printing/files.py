"""Documents as files. What writes PDF and spreadsheets is large: it is imported when one is asked for."""

from dashboard.printing.document import Document
from dashboard.printing.page import page_of

PAGE = "text/html; charset=utf-8"
PDF = "application/pdf"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page_file(document: Document) -> bytes:
    """Return the document as a page that needs nothing else."""
    return page_of(document).encode()


def pdf_file(document: Document) -> bytes:
    """Return the document as a PDF."""
    from dashboard.printing.pdf import pdf_of

    return pdf_of(document)


def spreadsheet_file(document: Document) -> bytes:
    """Return the document as a spreadsheet."""
    from dashboard.printing.spreadsheet import spreadsheet_of

    return spreadsheet_of(document)
