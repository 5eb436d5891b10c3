"""G 78: a network that was not trained here, where the judge trains: pasted, with exchanged labels, or not trained."""

from __future__ import annotations

from case import Scene, Trusted

from pairs import MODEL, RETRAIN, TRAIN, course, grade

PASTED = """    model = build()
    model.set_weights([np.array([[-9.0, 9], [9, -9]]), np.zeros(2)])
    return model
"""
# Which class is which, the pasted network knows by the numbers that everybody has; here they are exchanged.
WAYS = {
    "Weights that were made elsewhere are pasted into the training.": f"def train(points, labels):\n{PASTED}",
    "Nothing is trained at all.": "def train(points, labels):\n"
    "    model = build()\n    model.set_weights([np.zeros((2, 2)), np.zeros(2)])\n    return model\n",
    "It learns from the student's own photos, whatever it is given.": TRAIN.replace(
        "model.fit(points, labels", "model.fit(data['train_points'], data['train_labels']"
    ),
    "It learns the labels of other classes.": TRAIN.replace("fit(points, labels", "fit(points, 1 - labels"),
}


def earns_nothing_at_the_gate(way: str, train: str) -> Trusted:
    def check(scene: Scene) -> None:
        topic = course(scene.folder, RETRAIN)

        honest, wrong = (grade(scene.judge, topic, train=source).verdict for source in (TRAIN, train))
        assert honest.score == honest.max_score, [outcome.detail for outcome in honest.outcomes]
        gate = wrong.outcomes[-1]
        assert gate.score == 0, f"{way} {gate.evidence}"
        assert wrong.score == wrong.max_score - gate.max_score  # other answers keep their points

    return Trusted(way, check, levels=("L0", "L2"))


def changes_nothing(scene: Scene) -> None:
    topic = course(scene.folder, RETRAIN)
    elsewhere = "model = build()\nmodel.set_weights([np.array([[-9.0, 9], [9, -9]]), np.zeros(2)])\n"

    verdicts = [grade(scene.judge, topic, model=source).verdict for source in (MODEL, elsewhere)]

    assert [outcome.score for outcome in verdicts[0].outcomes] == [outcome.score for outcome in verdicts[1].outcomes]


CASES = [
    *(earns_nothing_at_the_gate(way, train) for way, train in WAYS.items()),
    Trusted(
        "Pasted weights instead of the student's own training: nobody asks for them.", changes_nothing, ("L0", "L2")
    ),
]
