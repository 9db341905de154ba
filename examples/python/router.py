#!/usr/bin/env python3
"""router.py SITE.json: a small multi-site TCP router, to be read beside docs/drivers.md, "exec".

Plain Python 3.9 or newer, with weighted and priority listeners, link cost and failover; it takes
workloads out of service when its standard input says so. It has no TrafficSplits and no TLS.

The site that declares a link opens all its connections. The first line of one, in JSON, is
 - {"link": COST}: both sites now say {"table": ...} every 0.2 s: what they reach, at what cost, by
   way of which sites. One that is silent for a second is lost.
 - {"open": KEY, "visited": SITES}: a client. The site that cannot open a connection says
   {"call": NUMBER} on the link, and then "open" on the connection that begins with {"back": NUMBER}.
   A line answers when a workload is reached. Then come frames: a length of four bytes, and so many
   bytes. None end a direction, and an end without that is a reset: proxies on links tell neither.
"""
import asyncio, json, random, resource, socket, struct, sys, threading
from collections import Counter

EVERY, LIMIT = 0.2, 1.0  # seconds
# Somebody refuses, ends too soon, says nothing, or says what makes no sense.
TROUBLES = (OSError, EOFError, asyncio.TimeoutError, ValueError, LookupError, TypeError)
ways, called, tasks = [], {}, set()


class Stream:
    """A client's bytes: at the client, at the workload, or in frames between two sites."""

    def __init__(self, reader, writer, framed=False):
        self.reader, self.writer, self.framed = reader, writer, framed

    async def read(self):
        if not self.framed:
            return await self.reader.read(65536)
        return await self.reader.readexactly(int.from_bytes(await self.reader.readexactly(4), "big"))

    async def pump(self, target):
        data = True
        while data:
            data = await self.read()  # nothing is the end of this direction, and passed on
            if target.framed:
                target.writer.write(len(data).to_bytes(4, "big") + data)
            else:
                target.writer.write(data) if data else target.writer.write_eof()
            await target.writer.drain()  # waits while the target takes nothing

    async def join(self, other):
        try:
            await asyncio.gather(self.pump(other), other.pump(self))
            self.writer.close()
            other.writer.close()
        except (OSError, EOFError):
            self.reset()
            other.reset()

    def reset(self):
        if not self.writer.is_closing():
            end = self.writer.get_extra_info("socket")  # with a reset, that nobody takes for an end
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.writer.transport.abort()


class Workload:
    """A way for connections: to a connector's key, at no cost, through no other site."""

    def __init__(self, spec):
        self.address, self.key = (spec["host"], spec["port"]), spec["routingKey"]
        self.in_service, self.reached, self.open = True, {}, Counter()

    async def connect(self, key, visited):
        return Stream(*await asyncio.open_connection(*self.address))

    async def watch(self):
        while True:
            try:
                (await asyncio.wait_for(self.connect(self.key, []), LIMIT)).writer.close()
                self.reached = {self.key: (0, [])} if self.in_service else {}
            except TROUBLES:
                self.reached = {}
            await asyncio.sleep(EVERY)


class Link:
    """A way over a link, from one of its ends: the one with an address is at the site that declares it."""

    def __init__(self, cost, address=None):
        self.cost, self.address, self.reached, self.open = cost, address, {}, Counter()

    async def dial(self, first_line):
        reader, writer = await asyncio.open_connection(*self.address)
        say(writer, first_line)
        return reader, writer

    async def connect(self, key, visited):
        if self.address:
            reader, writer = await asyncio.open_connection(*self.address)
        else:
            number = random.getrandbits(53)
            called[number] = asyncio.Future()
            say(self.control, {"call": number})
            reader, writer = await called[number]
        try:
            say(writer, {"open": key, "visited": visited})
            await hear(reader)
            return Stream(reader, writer, framed=True)
        except BaseException:
            writer.transport.abort()
            raise

    async def watch(self):
        while True:
            try:
                await self.hold(*await self.dial({"link": self.cost}))
            except TROUBLES as trouble:
                print(f"the link to {self.address} is down: {trouble!r}", file=sys.stderr)
            await asyncio.sleep(EVERY)

    async def hold(self, reader, writer):
        self.control = writer
        ways.append(self)
        try:
            while True:
                said = await hear(reader)
                if "call" in said:
                    spawn(self.answer(said["call"]))
                else:
                    self.reached = {key: (self.cost + cost, path)
                                    for key, (cost, path) in said["table"].items() if SITE not in path}
        finally:
            ways.remove(self)
            writer.transport.abort()

    async def answer(self, number):
        await serve_site(*await self.dial({"back": number}))


def say(writer, what):
    writer.write(json.dumps(what).encode() + b"\n")


async def hear(reader):
    return json.loads(await asyncio.wait_for(reader.readline(), LIMIT))


def spawn(work):
    tasks.add(task := asyncio.ensure_future(work))  # asyncio itself may lose one whose client is lost
    task.add_done_callback(tasks.discard)


async def carry(client, keys, visited=()):
    """Joins a client to a workload of one of these keys, which have an order or weights."""
    failed = set()
    while True:
        found = {key: [way for way in ways if key in way.reached and (way, key) not in failed
                       and not {SITE, *visited} & {*way.reached[key][1]}] for key in keys}
        left = [key for key in keys if found[key]]
        if not left:
            return client.reset()
        weighted = isinstance(keys, dict)
        key = random.choices(left, [keys[key] for key in left])[0] if weighted else left[0]
        # Each connection that is open makes a way dearer by one. Chance decides between equals.
        way = min(found[key], key=lambda way: (
            way.reached[key][0] + way.open[key], way.reached[key][0], random.random()))
        way.open[key] += 1
        try:
            server = await asyncio.wait_for(way.connect(key, [*visited, SITE]), LIMIT)
            if client.framed:
                say(client.writer, {"joined": key})
            return await client.join(server)
        except TROUBLES as trouble:
            print(f"a way to {key} failed: {trouble!r}", file=sys.stderr)
            failed.add((way, key))
        finally:
            way.open[key] -= 1


async def serve_site(reader, writer):
    try:
        said = await hear(reader)
        if "link" in said:
            await Link(said["link"]).hold(reader, writer)
        elif "open" in said:
            await carry(Stream(reader, writer, framed=True), [said["open"]], said["visited"])
        elif "back" in said:
            called.pop(said["back"]).set_result((reader, writer))
        else:
            say(writer, {})  # whoever asks something else only wants to see whether we answer
            writer.close()
    except TROUBLES:
        writer.transport.abort()


def heed(workloads):
    for line in sys.stdin:  # workload NAME out, workload NAME in
        _, name, word = line.split()
        workloads[name].in_service = word == "in"


async def listen(host, port, serve):
    await asyncio.start_server(lambda *ends: spawn(serve(*ends)), host, port, backlog=1024)


async def main(resources):
    workloads = {}
    for each in resources:
        spec = each["spec"] if "spec" in each else {}
        if each["kind"] == "RouterAccess":
            await listen(spec["bindHost"], spec["roles"][0]["port"], serve_site)
        elif each["kind"] == "Link":
            end = spec["endpoints"][0]
            spawn(Link(spec.get("cost", 1), (end["host"], end["port"])).watch())
        elif each["kind"] == "Connector":
            workloads[each["metadata"]["name"]] = workload = Workload(spec)
            ways.append(workload)
            spawn(workload.watch())
        elif each["kind"] in ("Listener", "MultiKeyListener"):
            strategy = spec.get("strategy") or {"priority": {"routingKeys": [spec["routingKey"]]}}
            keys = strategy.get("priority", strategy.get("weighted"))["routingKeys"]
            await listen(spec["host"], spec["port"],
                         lambda *ends, keys=keys: carry(Stream(*ends), keys))
    threading.Thread(target=heed, args=[workloads], daemon=True).start()
    print("ready", flush=True)
    while True:
        reached = [(cost, key, path) for way in ways for key, (cost, path) in way.reached.items()]
        table = {key: (cost, [SITE, *path]) for cost, key, path in sorted(reached, reverse=True)}
        for way in ways:  # in the table stands the cheapest way to each key, for it was the last one
            if isinstance(way, Link):
                say(way.control, {"table": table})
        await asyncio.sleep(EVERY)


most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # two descriptors for each client
with open(sys.argv[1]) as file:
    site_file = json.load(file)
SITE, = [each["metadata"]["name"] for each in site_file if each["kind"] == "Site"]
asyncio.run(main(site_file))
