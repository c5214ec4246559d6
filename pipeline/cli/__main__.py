"""``python -m pipeline.cli`` is ``thidua``."""

from pipeline.cli.door import main

if __name__ == "__main__":
    main()
