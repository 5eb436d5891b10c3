"""Pre-train the small network that two assignments start from, and write its weights to datasets/base.npz.

    python datasets/pretraining/base.py

It learns twelve kinds of produce, fresh and spoilt, which `fruit.others` draws; there is no apple, banana or orange
among them. Run it again only to make another base: the weights are committed, so that everybody starts from the same.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from autograder.datasets.dataset import as_file

DATASETS = Path(__file__).parent.parent
sys.path.insert(0, str(DATASETS))
import fruit  # noqa: E402  (a recipe is no package)

FILTERS = (16, 32, 48, 64)
PHOTOS, EPOCHS, BATCH = 40_000, 10, 64


def build_base() -> Any:
    """The layers that the notebook of topic 13 lists in a table."""
    inputs = keras.Input((48, 48, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for place, filters in enumerate(FILTERS):
        x = layers.MaxPooling2D(2)(x) if place else x
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
    return keras.Model(inputs, x)


def main() -> None:
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])  # on one core, so that sums are made in the same order
    keras.utils.set_random_seed(0)
    seen, unseen = fruit.others(0, PHOTOS), fruit.others(1, 1200)
    base = build_base()
    outputs = layers.Dense(24)(layers.GlobalAveragePooling2D()(base.output))
    model = keras.Model(base.input, outputs)
    rate = keras.optimizers.schedules.CosineDecay(3e-3, EPOCHS * (PHOTOS // BATCH))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    began = time.process_time()
    model.fit(seen["images"].astype("float32"), seen["labels"], batch_size=BATCH, epochs=EPOCHS, verbose=2)
    seconds = time.process_time() - began
    _, accuracy = model.evaluate(unseen["images"].astype("float32"), unseen["labels"], verbose=0)
    weights = {f"weight_{place:02}": np.asarray(each, np.float16) for place, each in enumerate(base.get_weights())}
    content = as_file(weights)
    (DATASETS / "base.npz").write_bytes(content)
    print(f"{base.count_params():,} parameters, {len(content):,} bytes, {seconds:.0f} s of processor time;")
    print(f"right about {accuracy:.3f} of 1,200 unseen photos, of 24 classes")


if __name__ == "__main__":
    main()
