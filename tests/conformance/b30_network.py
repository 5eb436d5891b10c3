"""Nobody outside can be asked."""

from conformance.case import Case, attempt

CASE = Case(
    "the network is used",
    cells=(
        attempt("""import socket
socket.create_connection(('192.0.2.1', 53), 1)"""),
        attempt("""import urllib.request
urllib.request.urlopen('http://example.org', timeout=1)"""),
        attempt("""import socket
socket.getaddrinfo('example.org', 80)"""),
    ),
)
