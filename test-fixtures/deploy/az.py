"""Asks the Azure CLI whether it would take the calls that ./az recorded.

    az.py RECORD

It reads its arguments, and files named by @, before it notices that no one is logged in; so that message means that it
would have gone on. Prints every call, and ends with 1 if another message came for any.
"""
import logging
import os
import sys

os.environ.setdefault("AZURE_CORE_COLLECT_TELEMETRY", "no")

from azure.cli.core import get_default_cli  # noqa: E402, after its settings


class Said(logging.Handler):
    """What the CLI says of one call; it prints it too."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def would_go_on(call):
    said = Said()
    logging.getLogger("cli").addHandler(said)
    try:
        get_default_cli().invoke(call, out_file=sys.stderr)
    except SystemExit:
        pass
    finally:
        logging.getLogger("cli").removeHandler(said)
    return any("az login" in message for message in said.messages)


def main(record):
    with open(record, encoding="utf-8") as file:
        calls = [call.split("\0") for call in file.read().rstrip("\0").split("\0\0")]
    refused = [call for call in calls if not would_go_on(call)]
    for call in calls:
        print("refused" if call in refused else "taken", "az", " ".join(call))
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
