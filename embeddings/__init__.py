"""Text in, unit vectors out; and not a word of it to anybody else."""

import os

# The libraries that run models reach out of their own accord: ONNX Runtime reports to a collector
# and keeps a device id below the home folder from its import on. They read the environment when
# they are imported, so it is set before any module here imports one; child processes inherit it.
os.environ.update(ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1")
