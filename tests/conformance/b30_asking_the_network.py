"""B 30: the answer is asked for elsewhere."""

from case import Case, Denied

CASE = Case(
    "There is no network, not even to this machine.",
    Denied(),
    cells=(
        """\
import asyncio, socket, urllib.request
attempt("web", lambda: urllib.request.urlopen("http://127.0.0.1:1", timeout=1))
attempt("name", lambda: socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM) and socket.create_connection(("localhost", 80), 1))
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, socket.AF_VSOCK, socket.AF_PACKET, 38):
    attempt(str(family), lambda: socket.socket(family, socket.SOCK_RAW if family == 17 else socket.SOCK_DGRAM))
attempt("pair", lambda: socket.socketpair(socket.AF_INET))
attempt("datagram", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", "\\0elsewhere"))
attempt("bind", lambda: socket.socketpair()[0].bind("\\0leftover") or True)
attempt("program", lambda: __import__("subprocess").run(["/usr/bin/env"], check=True))
attempt("shell", lambda: __import__("os").system("true") == 0)
async def listen(): return (await asyncio.start_server(print, "127.0.0.1", 0)).sockets
attempt("server", lambda: asyncio.new_event_loop().run_until_complete(listen()))
""",
    ),
)
