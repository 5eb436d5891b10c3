"""The command that makes data and shows it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import click
import numpy as np

from ..course import Course
from ..datasets import Dataset
from .console import say
from .options import with_course

_SHOWN = 16  # pictures per class


@click.command()
@click.argument("names", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True)
@with_course
def data(course: Course, names: tuple[str, ...], to: Path) -> None:
    """Write the data that students get, all or by NAMES, with a sheet of sample pictures."""
    known = course.data
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.UsageError(f"No notebook uses {unknown[0]!r}. Known data: {', '.join(known) or 'none'}.")
    to.mkdir(parents=True, exist_ok=True)
    for name in names or known:
        _write(known[name], to)


def _write(dataset: Dataset, to: Path) -> None:
    content = dataset.public()
    (to / dataset.file).write_bytes(content)
    click.echo(to / dataset.file)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        for key in arrays.files:
            say(f"  {key}: ", f"{arrays[key].dtype} {arrays[key].shape}")
        if "train_images" in arrays and "train_labels" in arrays:
            _draw(arrays["train_images"], arrays["train_labels"], to / f"{dataset.name}.png")
            click.echo(to / f"{dataset.name}.png")


def _draw(images: Any, labels: Any, path: Path) -> None:
    """A row of pictures for each class."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.image import imsave

    rows = []
    for label in np.unique(labels):
        few = images[labels == label][:_SHOWN]
        blank = np.zeros((_SHOWN - len(few), *images.shape[1:]), images.dtype)
        rows.append(np.concatenate([*few, *blank], axis=1))
    imsave(path, np.concatenate(rows), cmap="gray", vmin=0, vmax=255)
