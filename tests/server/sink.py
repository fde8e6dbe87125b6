"""A relay that speaks SMTP on loopback and keeps each mail as a file: sink.py FOLDER [PORT]. Says its port; ends when
it is told to. Mail to an address that begins with "nobody" is refused for good."""
import asyncio
import os
import signal
import sys

from aiosmtpd.smtp import SMTP


class Keeper:
    def __init__(self, folder):
        self.folder = folder

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        name = os.path.join(self.folder, f"{len(os.listdir(self.folder)):04}")
        with open(name + ".part", "wb") as file:
            file.write(f"to {' '.join(envelope.rcpt_tos)}\n".encode() + envelope.content)
        os.rename(name + ".part", name)
        return "250 taken"


async def main(folder, port):
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Keeper(folder)), "127.0.0.1", port)
    print(f"relay on {server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
asyncio.run(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
