"""`python -m aseankg` is the command `aseankg`."""

from aseankg.cli import main

if __name__ == "__main__":
    main()
