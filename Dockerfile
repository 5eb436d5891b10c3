# Two images. The grader has hidden tests, right answers and hidden data; the student's has none of them.
#
#   docker build -t autograder .
#   docker build -t autograder-student --target student .
#
#   docker run --rm --network none -v "$PWD/submitted:/work/submitted:ro" -v "$PWD/results:/work/results" \
#     -v "$PWD/keys:/opt/course/keys" autograder grade submitted
#   docker run --rm -p 127.0.0.1:8888:8888 autograder-student
#
# docs/container.md says more. The base can be any Debian or Ubuntu image with Python 3.11 to 3.13; pin it by its digest.
ARG BASE_IMAGE=python:3.11-slim-bookworm

FROM ${BASE_IMAGE} AS package
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV PATH=/opt/venv/bin:$PATH VIRTUAL_ENV=/opt/venv PYTHONUNBUFFERED=1 HOME=/tmp MPLCONFIGDIR=/tmp/matplotlib
WORKDIR /opt/package
# uv is three times as fast as pip. Everything is compiled here, where it can be written.
COPY requirements.lock ./
RUN python3 -m venv /opt/venv \
    && sed -n '/^uv==/,/[^\\]$/p' requirements.lock > uv.txt \
    && pip install --no-cache-dir --no-deps --require-hashes --requirement uv.txt \
    && uv pip install --no-cache --no-deps --require-hashes --compile-bytecode --requirement requirements.lock
# --build-arg GPU=1 adds TensorFlow's CUDA libraries; then run with --gpus all.
ARG GPU=
COPY requirements-gpu.lock ./
RUN if [ -n "$GPU" ]; then \
      uv pip install --no-cache --no-deps --require-hashes --compile-bytecode --requirement requirements-gpu.lock; \
    fi
COPY pyproject.toml README.md LICENSE ./
COPY autograder autograder
RUN uv pip install --no-cache --no-deps --no-build-isolation --compile-bytecode . \
    && rm -rf build ./*.egg-info \
    && cyclonedx-py environment --output-reproducible --output-file /opt/sbom.json \
    && useradd --uid 10001 --no-create-home --home-dir /tmp grader
# Writable for any user, also where everything else is read-only.
RUN mkdir /work && chmod 1777 /work /tmp
VOLUME ["/work", "/tmp"]

FROM package AS course
WORKDIR /opt/course
COPY grading_config.yml ./
COPY assignments assignments
COPY reference reference
COPY datasets datasets
COPY translations translations
COPY docs /opt/venv/share/autograder
RUN mkdir keys && chmod 1777 keys
ENV AUTOGRADER_COURSE=/opt/course
VOLUME ["/opt/course/keys"]

# Only notebooks and students' data leave this stage.
FROM course AS notebooks
RUN autograder build --student --to /course && rm -rf /opt/course/keys/*

FROM package AS student
LABEL org.opencontainers.image.title="Fundamentals of Deep Learning, for students" \
      org.opencontainers.image.licenses="MIT"
COPY --from=notebooks /course /opt/notebooks
USER 10001
WORKDIR /work
EXPOSE 8888
ENTRYPOINT ["autograder"]
CMD ["lab", "/work", "--starting-with", "/opt/notebooks", "--host", "0.0.0.0", "--port", "8888", "--no-browser"]

# The last stage is what `docker build` makes unless told otherwise.
FROM course AS grader
LABEL org.opencontainers.image.title="Fundamentals of Deep Learning, the grader" \
      org.opencontainers.image.licenses="MIT"
# Code that breaks out of a box is an unprivileged user, in a container that holds nothing of value to it.
USER 10001
WORKDIR /work
ENTRYPOINT ["autograder"]
CMD ["--help"]
