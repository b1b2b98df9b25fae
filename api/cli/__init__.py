"""The command line. Commands import what they need when they run, so that help is quick."""

from __future__ import annotations

import gc
import os
import sys

import click

from api.cli import answering, common, comparing, publishing, quality, reading, serving, upkeep
from ontology.errors import PolicygraphError, UsageError

_GARBAGE = 50_000  # objects made before the next look for garbage


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="policygraph", message="%(prog)s %(version)s")
def policygraph() -> None:
    """Read policy documents into a graph that carries its evidence, and ask it questions.

    \b
    Example:
      policygraph ingest notice.pdf
      policygraph ask "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?"
    """


for _module in (reading, answering, publishing, comparing, quality, upkeep, serving):
    for _command in _module.COMMANDS:
        policygraph.add_command(_command)


def main() -> None:
    """The entry point: every error a user can meet is one line on stderr and an exit code."""
    # Little that is made here is garbage in circles; looking for it as often as usual is a tenth of the work.
    gc.set_threshold(_GARBAGE)
    sys.exit(_run())


def _run() -> int:
    try:
        code = policygraph.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except UsageError as error:
        code = _say(str(error), 2)
    except PolicygraphError as error:
        code = _say(str(error), 1)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        code = _say(f"{place}{error.strerror or error}.", 1)
    except (click.Abort, KeyboardInterrupt):
        code = _say("Stopped.", 1)
    return code if isinstance(code, int) else 0


def _say(message: str, code: int) -> int:
    common.say(f"policygraph: {message}")
    return code
