#!/usr/bin/env python3
"""A small multi-site TCP router, to show what the driver `exec` asks of one (docs/drivers.md).

    router.py SITE.json

Plain Python 3.9 or newer. It has weighted and priority listeners, link cost and failover, and takes
workloads out of service when its standard input says so. It has no TrafficSplits, no TLS, and lets
connections pass a link only from the site that declares it to the other one.

Between sites: the first line on a connection says what it is for, in JSON.
 - {"ask": SITE}, again and again: which keys does the other router reach without SITE, at what
   cost, by way of which sites? One that does not answer within a second is lost.
 - {"open": KEY, "visited": SITES}: a client's connection. A line answers when it has a
   destination. Then come frames: four bytes with a length, and so many bytes. Length 0 ends one
   direction; between sites are proxies that take the end of a TCP stream for that of both.
"""
import asyncio, json, os, random, resource, signal, socket, struct, sys
from collections import Counter

EVERY, LIMIT = 0.2, 1.0  # seconds
TROUBLES = (OSError, EOFError, ValueError, asyncio.TimeoutError)


class Plain:
    """A connection with a client or a workload."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def read(self):
        return await self.reader.read(65536)

    def write(self, data):
        self.writer.write(data)

    def end(self):
        self.writer.write_eof()

    def reset(self):
        if not self.writer.is_closing():
            end = self.writer.get_extra_info("socket")  # with a reset, that nobody takes for an end
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.writer.transport.abort()


class Framed(Plain):
    """A client's connection on its way between two sites."""

    async def read(self):
        (size,) = struct.unpack("!I", await self.reader.readexactly(4))
        return await self.reader.readexactly(size)

    def write(self, data):
        self.writer.write(struct.pack("!I", len(data)) + data)

    def end(self):
        self.write(b"")


async def pump(source, target):
    while data := await source.read():
        target.write(data)
        await target.writer.drain()  # waits while the target takes nothing
    target.end()


async def join(one, other):
    try:
        await asyncio.gather(pump(one, other), pump(other, one))
        one.writer.close()
        other.writer.close()
    except (OSError, EOFError):  # somebody reset, or ended without a frame that says so
        one.reset()
        other.reset()


tasks = set()


def hold():
    """Keeps this task, to which asyncio itself holds no reference when a client is lost."""
    task = asyncio.current_task()
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def say(writer, what):
    writer.write(json.dumps(what).encode() + b"\n")


async def hear(reader):
    line = await asyncio.wait_for(reader.readline(), LIMIT)
    return json.loads(line)  # a ValueError if the connection has ended


class Workload:
    """A connector of this site: reaches one key, at no cost, through no other site."""

    def __init__(self, spec):
        self.address, self.key = (spec["host"], spec["port"]), spec["routingKey"]
        self.answers, self.in_service, self.open = False, True, Counter()

    def reach(self):
        return {self.key: (0, [])} if self.answers and self.in_service else {}

    async def connect(self, key, visited):
        return Plain(*await asyncio.open_connection(*self.address))

    async def watch(self):
        failures = 0
        while True:
            try:
                (await asyncio.wait_for(self.connect(None, None), LIMIT / 2)).writer.close()
                failures = 0
            except ConnectionRefusedError:
                failures = 2
            except TROUBLES:
                failures += 1  # perhaps it is only slow
            self.answers = failures < 2
            await asyncio.sleep(EVERY)


class Link:
    """A link that this site declares: reaches what the other site reaches, and costs more."""

    def __init__(self, site, spec):
        end = spec["endpoints"][0]
        self.address, self.cost = (end["host"], end["port"]), spec.get("cost", 1)
        self.site, self.reached, self.open = site, {}, Counter()

    def reach(self):
        return {key: (self.cost + cost, path) for key, (cost, path) in self.reached.items()}

    async def connect(self, key, visited):
        reader, writer = await asyncio.open_connection(*self.address)
        try:
            say(writer, {"open": key, "visited": visited})
            await hear(reader)
            return Framed(reader, writer)
        except BaseException:
            writer.transport.abort()
            raise

    async def watch(self):
        while True:
            writer = None
            try:
                reader, writer = await asyncio.wait_for(
                    asyncio.open_connection(*self.address), LIMIT)
                while True:
                    say(writer, {"ask": self.site})
                    self.reached = await hear(reader)
                    await asyncio.sleep(EVERY)
            except TROUBLES as trouble:
                print(f"{self.site}: link to {self.address} is down: {trouble!r}", file=sys.stderr)
                self.reached = {}
            if writer:
                writer.transport.abort()
            await asyncio.sleep(EVERY)


class Router:
    def __init__(self, resources):
        def specs(*kinds):
            return [each["spec"] for each in resources if each["kind"] in kinds]

        self.site, = [each["metadata"]["name"] for each in resources if each["kind"] == "Site"]
        self.accesses = specs("RouterAccess")
        self.listeners = specs("Listener", "MultiKeyListener")
        self.workloads = {each["metadata"]["name"]: Workload(each["spec"])
                          for each in resources if each["kind"] == "Connector"}
        self.ways = [*self.workloads.values(), *(Link(self.site, spec) for spec in specs("Link"))]

    def reach(self, avoided, failed=()):
        """What is reached: a list of (cost, path, way) for each key."""
        found = {}
        for way in self.ways:
            for key, (cost, path) in way.reach().items():
                if (way, key) not in failed and not avoided.intersection(path):
                    found.setdefault(key, []).append((cost, path, way))
        return found

    def answer(self, asking):
        """What is said to another site: for each key the least cost and its path."""
        best = {key: min(ways, key=lambda way: way[0])
                for key, ways in self.reach({self.site, asking}).items()}
        return {key: (cost, [self.site, *path]) for key, (cost, path, _) in best.items()}

    async def carry(self, client, visited, keys, weights=None):
        """Joins a client to a destination, or to the next one where that fails."""
        hold()
        failed = set()
        while True:
            reach = self.reach({self.site, *visited}, failed)
            keys = [key for key in keys if key in reach]
            if not keys:
                return client.reset()  # nobody is there
            key = random.choices(keys, [weights[key] for key in keys])[0] if weights else keys[0]
            # Each open connection makes a way dearer by one. Chance decides between equals.
            _, _, way = min(reach[key], key=lambda found: (
                found[0] + found[2].open[key], found[0], random.random()))
            way.open[key] += 1
            try:
                server = await asyncio.wait_for(way.connect(key, [*visited, self.site]), LIMIT)
                if isinstance(client, Framed):
                    say(client.writer, {"joined": key})
                return await join(client, server)
            except TROUBLES as trouble:
                print(f"{self.site}: {key} failed: {trouble!r}", file=sys.stderr)
                failed.add((way, key))
            finally:
                way.open[key] -= 1

    async def serve_client(self, spec, client):
        strategy = spec.get("strategy", {})
        weights = strategy.get("weighted", {}).get("routingKeys", {})
        weights = {key: weight for key, weight in weights.items() if weight}
        order = strategy.get("priority", {}).get("routingKeys")
        await self.carry(client, [], order or list(weights) or [spec.get("routingKey")], weights)

    async def serve_site(self, reader, writer):
        try:
            while "ask" in (said := await hear(reader)):
                say(writer, self.answer(said["ask"]))
            await self.carry(Framed(reader, writer), said["visited"], [said["open"]])
        except (*TROUBLES, KeyError, TypeError):
            writer.transport.abort()  # a stranger, or the link is lost

    def heed(self):
        """Control lines: workload NAME out, workload NAME in."""
        lines = os.read(0, 65536).decode().splitlines()
        for line in lines:
            _, name, word = line.split()
            self.workloads[name].in_service = word == "in"
        if not lines:
            asyncio.get_running_loop().remove_reader(0)  # the end

    async def run(self):
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, stopped.set)
        servers = []
        for spec in self.accesses:
            host, port = spec["bindHost"], spec["roles"][0]["port"]
            servers.append(await asyncio.start_server(self.serve_site, host, port, backlog=1024))
        watches = [loop.create_task(way.watch()) for way in self.ways]
        for spec in self.listeners:
            async def serve(reader, writer, spec=spec):
                await self.serve_client(spec, Plain(reader, writer))
            host, port = spec["host"], spec["port"]
            servers.append(await asyncio.start_server(serve, host, port, backlog=1024))
        try:
            loop.add_reader(0, self.heed)
        except OSError:
            pass  # the standard input is none, or a file
        print("ready", flush=True)
        await stopped.wait()
        os._exit(0)  # without waiting for clients


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]  # two descriptors for each client, and
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # the usual limit of 1024 is low
    with open(sys.argv[1]) as file:
        router = Router(json.load(file))
    asyncio.run(router.run())
