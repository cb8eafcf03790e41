"""`python -m opscenter` is the command `opscenter`."""

from opscenter.cli import main

if __name__ == "__main__":
    main()
