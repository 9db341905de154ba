#!/usr/bin/env python3
"""router.py SITE.json: a small multi-site TCP router, to be read beside docs/drivers.md, "exec".

Plain Python 3.9 or newer, with weighted and priority listeners, link cost and failover; it takes
workloads out of service when its standard input says so. It has no TrafficSplits and no TLS.

The site that declares a link opens all its connections. The first line of one, in JSON, is
 - {"link": COST} on the one that stays. Both sites now say {"table": ...} every 0.2 s: which places
   they reach, "KEY SITE", at what cost, through which sites. One silent for a second is lost.
 - {"open": PLACE, "visited": SITES} for a client of that site. For one of its own the other site
   says {"call": N} on the link, and "open" on the connection that then begins {"back": N}.
   A line answers when a workload is reached. Then come frames: a length of four bytes, and so many
   bytes. None end a direction, and an end without that is a reset: proxies on links tell neither.
"""
import asyncio, json, random, resource, socket, struct, sys, threading
from collections import Counter

EVERY, LIMIT = 0.2, 1.0  # seconds
# Somebody refuses, ends too soon, says nothing, says what makes no sense, or calls back too late.
TROUBLES = (OSError, EOFError, asyncio.TimeoutError, ValueError, LookupError, TypeError,
            asyncio.InvalidStateError)
ways, called, tasks, opened = [], {}, set(), Counter()


class Stream:
    """A client's bytes: at the client, at the workload, or in frames between two sites."""

    def __init__(self, reader, writer, framed=False):
        self.reader, self.writer, self.framed = reader, writer, framed

    async def pump(self, target):
        data = True
        while data:  # nothing is the end of this direction, and passed on
            if self.framed:
                (size,) = struct.unpack("!I", await self.reader.readexactly(4))
            data = await (self.reader.readexactly(size) if self.framed else self.reader.read(65536))
            if target.framed:
                target.writer.write(struct.pack("!I", len(data)))
            target.writer.write(data) if data or target.framed else target.writer.write_eof()
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


class Way:
    """Where connections go: to a workload of this site, which has a key, or over a link.

    A link that the other site declares has no address. `reached` has the cost of each place, which
    is a key at a site, and the sites on the path to it.
    """

    def __init__(self, address=None, key=None, cost=0):
        self.address, self.key, self.cost = address, key, cost
        self.in_service, self.writer, self.reached, self.open = True, None, {}, Counter()

    async def watch(self):
        while True:
            try:
                reader, writer = await asyncio.wait_for(self.dial(), LIMIT)
                if self.key:  # a workload that takes connections is well
                    writer.close()
                    self.reached = {f"{self.key} {SITE}": (0, [])} if self.in_service else {}
                else:
                    say(writer, {"link": self.cost})
                    await self.hold(reader, writer)
            except TROUBLES:
                self.reached = {}
            await asyncio.sleep(EVERY)

    async def hold(self, reader, writer):
        """Hears what the other end of a link says until it is lost; main() talks to it."""
        self.writer = writer
        ways.append(self)
        try:
            while True:
                said = await hear(reader)
                if "call" in said:
                    ends = await asyncio.wait_for(self.dial(), LIMIT)
                    say(ends[1], {"back": said["call"]})
                    spawn(serve_site(*ends))
                else:
                    self.reached = {place: (self.cost + cost, path) for place, (cost, path)
                                    in said["table"].items() if SITE not in path}
        finally:
            ways.remove(self)
            writer.transport.abort()

    async def dial(self):
        if self.address:
            return await asyncio.open_connection(*self.address)
        number = random.getrandbits(53)
        called[number] = asyncio.Future()
        say(self.writer, {"call": number})
        return await called[number]

    async def connect(self, place, visited):
        stream = Stream(*await self.dial(), framed=not self.key)
        try:
            if stream.framed:
                say(stream.writer, {"open": place, "visited": visited})
                await hear(stream.reader)
            return stream
        except BaseException:
            stream.writer.transport.abort()
            raise


def say(writer, what):
    writer.write(json.dumps(what).encode() + b"\n")


async def hear(reader):
    return json.loads(await asyncio.wait_for(reader.readline(), LIMIT))


def spawn(work):
    tasks.add(task := asyncio.ensure_future(work))  # asyncio alone may lose one with its peer
    task.add_done_callback(tasks.discard)


async def serve_site(reader, writer):
    try:
        said = await hear(reader)
        if "link" in said:
            await Way(cost=said["link"]).hold(reader, writer)
        elif "back" in said:
            called.pop(said["back"]).set_result((reader, writer))
        elif "open" in said:
            await serve(Stream(reader, writer, framed=True), [said["open"]], said["visited"])
        else:
            say(writer, {})  # to whoever wants to see whether bytes get through
            writer.close()
    except TROUBLES:
        writer.transport.abort()


async def serve(client, keys, visited=()):
    """Joins a client to a workload of one of these keys: a list in order, or a dict of weights.

    The client of another site comes with a place instead.
    """
    failed, visited = set(), [*visited, SITE]
    while True:
        found = {key: [(way, place) for way in ways for place, (_, path) in way.reached.items()
                       if key in (place, place.split()[0]) and (way, place) not in failed
                       and not {*visited} & {*path}] for key in keys}
        weighted = isinstance(keys, dict)
        left = [key for key in keys if found[key] and not (weighted and keys[key] == 0)]
        if not left:
            return client.reset()
        key = random.choices(left, [keys[key] for key in left])[0] if weighted else left[0]
        way, place = min(found[key], key=lambda found: perceived_cost(*found))
        opened[place] += 1
        way.open[place] += 1
        try:
            server = await asyncio.wait_for(way.connect(place, visited), LIMIT)
            if client.framed:
                say(client.writer, {"joined": place})
            return await client.join(server)
        except TROUBLES as trouble:
            print(f"a way to {place} failed: {trouble!r}", file=sys.stderr)
            failed.add((way, place))
        finally:
            opened[place] -= 1
            way.open[place] -= 1


def perceived_cost(way, place):
    """An open connection makes a place dearer by one. The cheapest path to it leads there."""
    cost, _ = way.reached[place]
    return cost + opened[place], cost, way.open[place], random.random()


def heed(workloads):
    for line in sys.stdin:  # workload NAME out, workload NAME in
        _, name, word = line.split()
        workloads[name].in_service = word == "in"


async def main(resources):
    workloads = {}
    for each in resources:
        kind, spec = each["kind"], each.get("spec", {})
        if kind == "RouterAccess":
            await asyncio.start_server(lambda *ends: spawn(serve_site(*ends)), spec["bindHost"],
                                       spec["roles"][0]["port"], backlog=1024)
        elif kind == "Link":
            end = spec["endpoints"][0]
            spawn(Way((end["host"], end["port"]), cost=spec.get("cost", 1)).watch())
        elif kind == "Connector":
            workload = Way((spec["host"], spec["port"]), spec["routingKey"])
            workloads[each["metadata"]["name"]] = workload
            ways.append(workload)
            spawn(workload.watch())
        elif kind in ("Listener", "MultiKeyListener"):
            strategy = spec.get("strategy") or {"priority": {"routingKeys": [spec["routingKey"]]}}
            keys = (strategy.get("weighted") or strategy["priority"])["routingKeys"]
            await asyncio.start_server(
                lambda *ends, keys=keys: spawn(serve(Stream(*ends), keys)),
                spec["host"], spec["port"], backlog=1024)
    threading.Thread(target=heed, args=[workloads], daemon=True).start()
    print("ready", flush=True)
    while True:
        reached = [(cost, to, path) for way in ways for to, (cost, path) in way.reached.items()]
        # The cheapest way to a place comes last, and is the one that stands in the table.
        table = {to: (cost, [SITE, *path]) for cost, to, path in sorted(reached, reverse=True)}
        for way in ways:
            if way.writer:
                say(way.writer, {"table": table})
        await asyncio.sleep(EVERY)


most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # two descriptors for each client
with open(sys.argv[1]) as file:
    site_file = json.load(file)
SITE = next(each["metadata"]["name"] for each in site_file if each["kind"] == "Site")
asyncio.run(main(site_file))
