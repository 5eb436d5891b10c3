"""JupyterLab for a course: started for a student, or for an instructor with nbgrader's formgrader.

Theory of operation. JupyterLab runs as a process of its own, with a configuration that is made for this one run, in a
folder that only its user can read; there is the token, too. So nobody's own configuration is changed, none of it can
open the door (an empty token, another address), and no list of processes and no log shows the token.
"""

from .configuration import Lab, configuration
from .exchange import exchange_of, open_exchange
from .server import LabError, Started, free_port, running

__all__ = ["Lab", "LabError", "Started", "configuration", "exchange_of", "free_port", "open_exchange", "running"]
