"""`python -m callassist`: the same as the console script."""

from callassist.cli import main

if __name__ == "__main__":
    main()
