"""Grade on many machines: the same command, with nodes of dask.distributed in place of the processes of one machine.

Theory of operation. The client keeps everything: uploads, gradebook, decisions. A node gets the course and the cohort's
secret once, proves what it is, and is then given a few submissions ahead, each as bytes; its answer comes back as bytes
and is parsed. Dask carries the bytes, tells which nodes there are and which were lost; it decides nothing. So a lost
node's submissions go elsewhere, only the one that was running there is suspected, and of a submission the first answer
counts. On a node, student code runs as in any worker: in a judge's process of its own, in a box.

Whoever has a client's certificate can run code on every node, and a node knows the secret: docs/scale.md says what
that means. Nothing here imports `distributed` before a cluster is asked for.
"""

from .address import ClusterError
from .engine import ClusterEngine
from .keys import write_keys
from .serving import SETTINGS, serve_nodes, serve_scheduler

__all__ = ["SETTINGS", "ClusterEngine", "ClusterError", "serve_nodes", "serve_scheduler", "write_keys"]
