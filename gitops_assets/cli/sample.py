"""``gitops-assets sample``: a small fleet to try things on."""

from pathlib import Path

import click

from gitops_assets.cli.exits import Exit, Stop
from resources.sample_fleet.authoring import AuthoringFailed
from resources.sample_fleet.build import NotASample, build_sample_fleet


@click.command("sample")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Build a fleet below FOLDER: clones, their remotes, an inventory, and every state there is.

    An earlier sample in FOLDER is made anew; any other folder must be empty or not exist.
    """
    try:
        sample = build_sample_fleet(folder.absolute())
    except NotASample as error:
        raise Stop(Exit.USAGE, str(error)) from None
    except AuthoringFailed as error:
        raise Stop(Exit.BROKEN, str(error)) from None
    except OSError as error:
        raise Stop(
            Exit.BROKEN,
            f"no sample fleet was built: {error.filename or folder}: {error.strerror}; name a folder that "
            "can be made and has some space.",
        ) from None
    for state, why in sample.left_out.items():
        click.echo(f"left out: {state} ({why})", err=True)
    click.echo(f"Built {len(sample.states)} repositories in {sample.root}.")
    click.echo(f"Audit them: gitops-assets audit --fleet {sample.config}")
    return Exit.FINE
