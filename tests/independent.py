"""Two hundred answers to one question that have nothing to do with each other, as far as a program can make them.

The question: `fit(x, y, rate, epochs)` trains a softmax classifier by mini-batches from zero weights, on features of
mean 0 and deviation 1, and returns the weights, the mean loss of each epoch, and the share of right predictions.

Each answer takes one of six to nine ways, written by hand, for each of nine steps; it may do up to six things that
nobody asked for; steps that do not depend on each other come in any order, and the names are one person's own. All of
them run. Two answers may share some ways, as students' answers do: by chance every ninth to sixth step or so.
"""

from __future__ import annotations

import random
import re

CHECK = (
    "X = np.asarray(x, dtype=float)\nY = np.asarray(y, dtype=int)\n",
    "X, Y = np.array(x, float), np.array(y).astype(int).ravel()\nassert len(X) == len(Y)\n",
    "if len(x) != len(y):\n    raise ValueError('lengths differ')\nX = np.stack([np.asarray(R, float) for R in x])\nY = np.fromiter(y, int)\n",
    "X = np.atleast_2d(x).astype('float64')\nY = np.reshape(y, -1)\nif X.shape[0] != Y.size:\n    raise ValueError('one label for each row')\n",
    "X = np.vstack(x) * 1.0\nY = np.hstack([int(R) for R in y])\n",
    "X = x.copy().astype(np.float64) if hasattr(x, 'copy') else np.array(x, np.float64)\nY = list(map(int, y))\nY = np.array(Y)\n",
)
SCALE = (
    "X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)\n",
    "CENTRE = np.mean(X, 0)\nSPREAD = np.std(X, 0)\nSPREAD[SPREAD == 0] = 1\nX = np.divide(X - CENTRE, SPREAD)\n",
    "for C in range(X.shape[1]):\n    COLUMN = X[:, C]\n    DEV = np.sqrt(((COLUMN - COLUMN.mean()) ** 2).mean())\n    X[:, C] = (COLUMN - COLUMN.mean()) / (DEV if DEV else 1.0)\n",
    "COLUMNS = []\nfor COLUMN in X.T:\n    COLUMN = COLUMN - sum(COLUMN) / len(COLUMN)\n    COLUMNS.append(COLUMN / max(np.linalg.norm(COLUMN) / len(COLUMN) ** 0.5, 1e-12))\nX = np.array(COLUMNS).T\n",
    "X -= np.average(X, axis=0)\nVAR = (X * X).mean(0)\nX *= 1 / np.sqrt(np.where(VAR > 0, VAR, 1))\n",
    "def standard(V):\n    LOW = V - V.mean()\n    return LOW / LOW.std() if LOW.any() else LOW\nX = np.apply_along_axis(standard, 0, X)\n",
    "STATS = [(np.mean(COLUMN), np.std(COLUMN) or 1) for COLUMN in X.transpose()]\nX = np.column_stack([(X[:, C] - MU) / SIGMA for C, (MU, SIGMA) in enumerate(STATS)])\n",
)
TARGETS = (
    "K = Y.max() + 1\nT = np.eye(K)[Y]\n",
    "K = len(np.unique(Y))\nT = np.zeros((len(Y), K))\nT[np.arange(len(Y)), Y] = 1\n",
    "K = int(max(Y)) + 1\nT = np.array([[1.0 if C == LABEL else 0.0 for C in range(K)] for LABEL in Y])\n",
    "CLASSES = sorted(set(Y.tolist()))\nK = len(CLASSES)\nT = (Y[:, None] == np.array(CLASSES)).astype(float)\n",
    "K = np.bincount(Y).size\nT = np.zeros(Y.size * K)\nT[Y + K * np.arange(Y.size)] = 1.0\nT = T.reshape(-1, K)\n",
    "K = 1 + np.amax(Y)\nT = np.empty((0, K))\nfor LABEL in Y:\n    HOT = np.zeros(K)\n    HOT[LABEL] = 1\n    T = np.append(T, [HOT], axis=0)\n",
    "K = len(set(Y))\nT = np.equal.outer(Y, np.arange(K)) * 1.0\n",
)
START = (
    "W = np.zeros((X.shape[1], K))\nB = np.zeros(K)\n",
    "FEATURES = len(X[0])\nW, B = np.zeros([FEATURES, K]), np.zeros((1, K))\n",
    "X = np.hstack([X, np.ones((len(X), 1))])\nW = np.zeros((X.shape[1], K))\nB = 0.0\n",
    "PARAMS = {'w': np.zeros((X.shape[1], K)), 'b': np.zeros(K)}\nW, B = PARAMS['w'], PARAMS['b']\n",
    "W = np.full((X.shape[-1], K), 0.0)\nB = np.full(K, 0.0)\n",
    "W = 0 * (X.T @ T)\nB = 0 * T[0]\n",
)
EPOCH = (
    "for E in range(epochs):\n    SUM = 0.0\n    for S in range(0, len(X), 16):\n        XB, TB = X[S : S + 16], T[S : S + 16]\n        {inner}    HISTORY.append(SUM / len(X))\n",
    "E = 0\nwhile E < epochs:\n    PARTS = np.array_split(np.arange(len(X)), max(len(X) // 16, 1))\n    SUM = 0.0\n    for ROWS in PARTS:\n        XB = X[ROWS]\n        TB = T[ROWS]\n        {inner}    HISTORY += [SUM / len(X)]\n    E += 1\n",
    "RNG = np.random.default_rng(0)\nfor E in range(epochs):\n    ORDER = RNG.permutation(X.shape[0])\n    SUM = 0.0\n    while len(ORDER):\n        ROWS, ORDER = ORDER[:16], ORDER[16:]\n        XB, TB = X.take(ROWS, axis=0), T.take(ROWS, axis=0)\n        {inner}    HISTORY.append(SUM / X.shape[0])\n",
    "def batches(SIZE):\n    for S in range((len(X) + SIZE - 1) // SIZE):\n        yield X[S * SIZE : (S + 1) * SIZE], T[S * SIZE : (S + 1) * SIZE]\nfor E in range(epochs):\n    SUM = 0.0\n    for XB, TB in batches(16):\n        {inner}    HISTORY.append(SUM / len(T))\n",
    "SIZE = min(16, len(X))\nfor STEP in range(epochs * (len(X) // SIZE)):\n    S = STEP * SIZE % (len(X) // SIZE * SIZE)\n    if S == 0:\n        SUM = 0.0\n    XB, TB = X[S : S + SIZE, :], T[S : S + SIZE, :]\n    if True:\n        {inner}    if S + SIZE >= len(X) // SIZE * SIZE:\n        HISTORY.append(SUM / len(X))\n",
    "BOUNDS = list(range(0, len(X), 16)) + [len(X)]\nfor E in [*range(epochs)]:\n    SUM = 0.0\n    for LO, HI in zip(BOUNDS[:-1], BOUNDS[1:]):\n        XB = X[LO:HI]\n        TB = T[LO:HI]\n        {inner}    HISTORY.extend([SUM / len(X)])\n",
    "JOINED = np.hstack([X, T])\nfor E in range(1, epochs + 1):\n    SUM = 0.0\n    for BLOCK in np.split(JOINED, range(16, len(JOINED), 16)):\n        XB, TB = BLOCK[:, : X.shape[1]], BLOCK[:, X.shape[1] :]\n        {inner}    HISTORY.append(SUM / len(JOINED))\n",
)
FORWARD = (
    "Z = XB @ W + B\nZ -= Z.max(axis=1, keepdims=True)\nP = np.exp(Z)\nP /= P.sum(axis=1, keepdims=True)\n",
    "Z = np.dot(XB, W) + B\nEXPO = np.exp(Z - np.max(Z, axis=-1)[:, None])\nP = EXPO / EXPO.sum(-1)[:, None]\n",
    "P = []\nfor R in XB:\n    Z = R.dot(W) + B\n    Z = np.ravel(Z)\n    EXPO = np.exp(Z - max(Z))\n    P.append(EXPO / sum(EXPO))\nP = np.array(P)\n",
    "def softmax(Z):\n    TOP = np.amax(Z, 1).reshape(-1, 1)\n    return np.exp(Z - TOP) / np.exp(Z - TOP).sum(1).reshape(-1, 1)\nP = softmax(np.matmul(XB, W) + B)\n",
    "Z = np.add(XB @ W, B)\nLOGSUM = np.log(np.sum(np.exp(Z), axis=1, keepdims=True))\nP = np.exp(Z - LOGSUM)\n",
    "Z = np.einsum('nf,fk->nk', XB, W) + B\nZ = Z - np.logaddexp.reduce(Z, axis=1)[:, np.newaxis]\nP = np.e**Z\n",
    "Z = (W.T @ XB.T).T + B\nEXPO = np.exp(np.clip(Z, -500, 500))\nP = (EXPO.T / EXPO.T.sum(axis=0)).T\n",
    "P = np.ones_like(TB)\nfor C in range(K):\n    Z = XB @ (W - W[:, [C]]) + (B - (B if np.ndim(B) == 0 else np.ravel(B)[C]))\n    P[:, C] = 1 / np.exp(Z).sum(1)\n",
)
LOSS = (
    "SUM -= np.sum(TB * np.log(P + 1e-12))\n",
    "SUM += float(-np.log(np.clip(P[TB == 1], 1e-12, 1)).sum())\n",
    "RIGHT = (P * TB).sum(axis=1)\nSUM += -np.log(np.maximum(RIGHT, 1e-12)).sum()\n",
    "for Q, HOT in zip(P, TB):\n    SUM -= np.log(Q[HOT.argmax()] + 1e-12)\n",
    "SUM += sum(-np.log(max(Q[C], 1e-12)) for Q, C in zip(P, TB.argmax(1)))\n",
    "LOSSES = -np.log(P[range(len(P)), np.argmax(TB, axis=1)] + 1e-15)\nSUM = SUM + LOSSES.mean() * len(LOSSES)\n",
    "SUM -= np.einsum('nk,nk->', TB, np.log(np.where(P > 0, P, 1e-12)))\n",
)
STEP = (
    "G = (P - TB) / len(XB)\nW -= rate * XB.T @ G\nB = B - rate * G.sum(axis=0) * np.any(B is not None)\n",
    "DIFF = P - TB\nGW = np.dot(XB.T, DIFF) / XB.shape[0]\nGB = DIFF.mean(axis=0)\nW = W - rate * GW\nB = B - rate * GB\n",
    "GW, GB = np.zeros_like(W), 0\nfor R, Q, HOT in zip(XB, P, TB):\n    GW += np.outer(R, Q - HOT)\n    GB = GB + Q - HOT\nW = W - rate / len(XB) * GW\nB = B - rate / len(XB) * GB\n",
    "for C in range(K):\n    MISS = P[:, C] - TB[:, C]\n    W[:, C] -= rate * (XB * MISS[:, None]).mean(axis=0)\nB = B - rate * np.average(P - TB, axis=0)\n",
    "P[TB.astype(bool)] -= 1\nW += -rate * np.matmul(np.transpose(XB), P) / P.shape[0]\nB = B + -rate * np.sum(P, 0) / P.shape[0]\n",
    "ERR = (TB - P) * (rate / TB.shape[0])\nW = np.add(W, np.tensordot(XB, ERR, axes=(0, 0)))\nB = np.add(B, ERR.sum(0))\n",
    "G = np.einsum('nf,nk->fk', XB, P - TB)\nW, B = W - rate * G / len(TB), B - rate * np.mean(np.subtract(P, TB), axis=0)\n",
)
SCORE = (
    "GUESS = np.argmax(X @ W + B, axis=1)\nACC = np.mean(GUESS == Y)\n",
    "HITS = 0\nfor R, LABEL in zip(X, Y):\n    if np.argmax(R @ W + B) == LABEL:\n        HITS += 1\nACC = HITS / len(Y)\n",
    "ACC = sum(int(np.ravel(R.dot(W) + B).argmax() == LABEL) for R, LABEL in zip(X, Y)) / len(X)\n",
    "Z = np.dot(X, W) + B\nACC = (Z.argmax(1) == Y).sum() / float(Y.size)\n",
    "BEST = [int(np.argmax(Z)) for Z in np.matmul(X, W) + B]\nWRONG = [C for C, LABEL in zip(BEST, Y) if C != LABEL]\nACC = 1 - len(WRONG) / len(BEST)\n",
    "Z = X @ W + B\nTRUE = Z[np.arange(len(Y)), Y]\nACC = float(np.count_nonzero(TRUE >= Z.max(axis=1))) / len(Y)\n",
    "ORDER = np.argsort(X @ W + B, axis=1)\nACC = np.equal(ORDER[:, -1], Y).mean()\n",
)
EXTRAS = (
    "if rate <= 0:\n    raise ValueError('the rate must be positive')\n",
    "if epochs < 1:\n    epochs = 1\n",
    "SEEN = dict(zip(*np.unique(Y, return_counts=True)))\nif min(SEEN.values()) == 0:\n    raise ValueError('a class is empty')\n",
    "if np.isnan(X).any():\n    X = np.nan_to_num(X)\n",
    "DEPTH = X.ndim\nif DEPTH > 2:\n    X = X.reshape(len(X), -1)\n",
    "BAD = [R for R in range(len(X)) if not np.isfinite(X[R]).all()]\nif BAD:\n    raise ValueError(f'rows {BAD}')\n",
    "rate = float(rate)\nLIMIT = 10.0\nrate = min(rate, LIMIT)\n",
    "FEW = len(X) < 2\nif FEW:\n    raise ValueError('too few')\n",
)
ENDS = (
    "return W, HISTORY, ACC\n",
    "RESULT = (W, list(map(float, HISTORY)), float(ACC))\nreturn RESULT\n",
    "HISTORY = [float(SUM) for SUM in HISTORY]\nreturn W, HISTORY, ACC\n",
    "LAST = HISTORY[-1]\nif not np.isfinite(LAST):\n    raise ValueError('it diverged')\nreturn W, HISTORY, ACC\n",
)
WORDS = re.findall(
    r"\w+",
    "a b c d e f g h k m n o p q r s t u v w z alpha batch beta cls col data delta diff err est feats flag got grad hist "
    "idx inp item keep lab left mat mid nn num obs out part pos pred prob ref res row sam sc seq size tgt tmp tot tr val vec "
    "weights win xx yy zz werte summe liste ziel fehler anzahl zeile spalte gewicht klasse schritt ergebnis daten",
)


def answer(seed: int) -> str:
    """One person's answer."""
    chance = random.Random(seed)
    early = [chance.choice(SCALE), chance.choice(TARGETS)]
    chance.shuffle(early)
    before = [chance.choice(CHECK), *early, chance.choice(START)]
    for extra in chance.sample(EXTRAS, chance.randrange(7)):
        before.insert(chance.randrange(1, len(before)), extra)
    before.insert(chance.randrange(len(before) + 1), chance.choice(("HISTORY = []\n", "HISTORY = list()\n")))
    inner = [chance.choice(LOSS), chance.choice(STEP)]
    inner = chance.choice(FORWARD) + "".join(inner)  # the update may change P, so the loss comes first
    epoch = chance.choice(EPOCH).replace("{inner}", inner.rstrip("\n").replace("\n", "\n        ") + "\n")
    body = "".join([*before, epoch, chance.choice(SCORE), chance.choice(ENDS)])
    return _named(f"def fit(x, y, rate, epochs):\n{_indented(body)}", chance)


def answers(count: int, seed: int = 0) -> dict[str, str]:
    """Answers of this many people, by their ids."""
    return {f"s{number:03}": answer(1000 * seed + number) for number in range(count)}


def _indented(code: str) -> str:
    return "".join(f"    {line}\n" for line in code.splitlines())


def _named(code: str, chance: random.Random) -> str:
    """The code with names of one's own: capitals stand for them."""
    places = list(dict.fromkeys(re.findall(r"\b[A-Z]+\b", re.sub(r"'[^']*'|\.[A-Z]\b", "", code))))
    names = dict(zip(places, chance.sample(WORDS, len(places)), strict=True))
    return re.sub(r"(?<![.'])\b[A-Z]+\b", lambda found: names[found[0]], code)
