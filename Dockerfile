# The grading container. Run `docker build -t autograder .`, then for example
#   docker run --rm --network none -v "$PWD/submitted:/work/submitted:ro" -v "$PWD/results:/work/results" \
#     -v "$PWD/keys:/opt/course/keys" autograder grade submitted
# User 10001 must be able to write results and keys. Without the folder of keys, each run has hidden data of its own, and
# grades everything again.
# The base can be any Debian or Ubuntu image with Python 3.11 to 3.13.
ARG BASE_IMAGE=python:3.11-slim-bookworm
FROM ${BASE_IMAGE}

# --build-arg GPU=1 adds TensorFlow's CUDA libraries; then run with --gpus all.
ARG GPU=
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 AUTOGRADER_COURSE=/opt/course

RUN python3 -m venv /opt/venv
COPY requirements.lock /opt/course/
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement /opt/course/requirements.lock \
    && if [ -n "$GPU" ]; then \
         pip install --no-cache-dir "tensorflow[and-cuda]==$(pip show tensorflow | sed -n 's/^Version: //p')"; \
       fi

WORKDIR /opt/course
COPY pyproject.toml README.md LICENSE grading_config.yml ./
COPY autograder autograder
COPY assignments assignments
COPY reference reference
COPY datasets datasets
COPY translations translations
COPY docs docs
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --uid 10001 --create-home grader \
    && mkdir /work keys && chown grader /work keys && chmod 700 keys

# Code that breaks out of a box is an unprivileged user, in a container that holds nothing of value to it.
USER grader
WORKDIR /work
ENTRYPOINT ["autograder"]
CMD ["--help"]
