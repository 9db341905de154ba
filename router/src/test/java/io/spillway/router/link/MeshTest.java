package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.LogLines;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.Policies;
import io.spillway.router.route.RoutingTable;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mesh stepped by hand; its neighbours are sockets on which the test speaks the protocol. */
class MeshTest {

  private static final long LIFE = 1_000;
  private static final int MAX_SITES = 4;
  private static final int MAX_ADVERTISED = 3;
  private static final int MAX_BYTES = 10_000;

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("mesh-test-resolver");
  private final List<RoutingTable> tables = new ArrayList<>();
  private final List<Neighbour> neighbours = new ArrayList<>();
  private final List<Connection> opened = new ArrayList<>();
  private final List<Socket> others = new ArrayList<>();
  private boolean peersLive = true;
  private Mesh mesh;
  private LinkAcceptor acceptor;

  @BeforeEach
  void start() {
    start(List.of(new Service("c", "k")));
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    resolver.close();
    for (Neighbour neighbour : neighbours) {
      neighbour.socket.close();
    }
    for (Socket stream : others) {
      stream.close();
    }
  }

  @Test
  void link_counts_when_the_neighbours_own_advertisement_has_come_and_not_before()
      throws IOException {
    Neighbour east = new Neighbour("east").dial();
    east.heartbeat();
    assertThat(east.nextOf("west").links()).isEmpty();

    east.pass(says("far", 1, 1, "x"));
    east.say(1, 1, List.of(), "x");
    until("the link to count", () -> last(east.heardOf("west")).links().contains(east.seen()));
    assertThat(table().sites()).containsExactly("west");

    east.say(1, 2, List.of(east.end()), "x");
    until("east to be reachable", () -> table().sites().contains("east"));
    assertThat(table().routes("x").get(0).pathCost()).isEqualTo(5);
  }

  @Test
  void news_is_passed_on_to_the_others_and_what_is_old_to_nobody() throws IOException {
    Neighbour east = new Neighbour("east").join();
    Neighbour north = new Neighbour("north").join();

    east.pass(says("far", 7, 2, "new"));
    assertThat(north.nextOf("far").sequence()).isEqualTo(2);
    east.pass(says("far", 7, 1, "old"));
    east.pass(says("far", 6, 900, "older"));
    east.pass(says("far", 7, 2, "new"));
    east.pass(says("far", 7, 3, "newer"));

    assertThat(north.nextOf("far").sequence()).isEqualTo(3);
    north.pass(says("far", 7, 4, "newest"));
    assertThat(east.nextOf("far").sequence()).isEqualTo(4); // and never its own words
  }

  @Test
  void much_news_at_a_time_is_put_together_so_that_only_the_newest_is_passed_on()
      throws IOException {
    Neighbour east = new Neighbour("east").join();
    Neighbour north = new Neighbour("north").join();
    east.pass(says("far", 7, 1, "k1"));
    assertThat(north.nextOf("far").sequence()).isEqualTo(1);
    int tablesBefore = tables.size();

    ByteArrayOutputStream together = new ByteArrayOutputStream();
    for (int sequence = 2; sequence <= 9; sequence++) {
      together.writeBytes(bytes(Message.encode(says("far", 7, sequence, "k" + sequence))));
    }
    east.socket.getOutputStream().write(together.toByteArray());

    assertThat(north.nextOf("far").sequence()).isEqualTo(9);
    assertThat(north.heardOf("far")).hasSize(2);
    assertThat(tables).hasSize(tablesBefore + 1);
  }

  @Test
  void stranger_that_asks_who_is_there_is_told_and_forgotten() throws IOException {
    Neighbour stranger = new Neighbour("stranger");
    int tablesBefore = tables.size();

    assertThat(stranger.who().site()).isEqualTo("west");
    until("the end of the connection", stranger::isClosed);

    assertThat(mesh.accepted()).isZero();
    assertThat(tables).hasSize(tablesBefore);
  }

  @Test
  void site_that_starts_with_a_clock_set_back_claims_its_name_at_once() throws IOException {
    Neighbour east = new Neighbour("east").join();

    east.pass(says("west", LIFE + 500, 80, "of an earlier life"));

    Advertisement claim = east.nextAfter("west", LIFE + 501);
    assertThat(claim.incarnation()).isEqualTo(LIFE + 501);
    assertThat(claim.services()).extracting(Service::key).containsExactly("k");
  }

  @Test
  void router_with_the_same_name_is_answered_after_a_pause_that_grows() throws IOException {
    Neighbour east = new Neighbour("east").join();
    Neighbour north = new Neighbour("north").join();
    east.pass(says("west", LIFE + 1, 1, "twin"));
    long claimed = east.nextAfter("west", LIFE + 1).incarnation();

    for (int seconds : new int[] {1, 2, 4}) {
      steps.advance(Duration.ofMillis(50));
      east.pass(says("west", claimed + 1, 1, "twin"));
      east.pass(says("marker", 1, seconds, "m"));
      steps.stepUntil("the twin's words to have come", () -> north.newest("marker") == seconds);
      steps.advance(Duration.ofMillis(1_000L * seconds - 1));
      assertThat(mesh.incarnation()).isEqualTo(claimed);

      steps.advance(Duration.ofMillis(1));
      claimed += 2;
      assertThat(mesh.incarnation()).isEqualTo(claimed);
      assertThat(east.nextAfter("west", claimed).services()).hasSize(1);
    }
  }

  @Test
  void router_with_the_same_name_is_logged_with_its_links_when_it_answers_the_claim()
      throws IOException {
    Neighbour east = new Neighbour("east").join();
    List<LinkEnd> links =
        List.of(
            new LinkEnd(new LinkId("west", "to-north"), "north", 1),
            new LinkEnd(new LinkId("south", "to-west"), "south", 7));

    try (LogLines lines = new LogLines(Mesh.class)) {
      east.pass(says("west", LIFE + 1, 1, "may be of an earlier life"));
      long claimed = east.nextAfter("west", LIFE + 2).incarnation();
      assertThat(lines.warnings()).isEmpty();

      east.pass(new Advertisement("west", claimed + 1, 1, links, List.of()));
      steps.stepUntil("a line of the log", () -> !lines.warnings().isEmpty());

      assertThat(lines.warnings())
          .containsExactly(
              "another router is called west too; one of them has to be renamed. It has 2 links,"
                  + " the first of which are "
                  + links
                  + ". The name is claimed again in 1 s");
    }
  }

  @Test
  void site_renews_its_advertisement_and_forgets_who_does_not() throws IOException {
    Neighbour east = new Neighbour("east").join();
    east.pass(says("gone", 7, 2, "x"));
    Neighbour early = new Neighbour("early").join();
    assertThat(early.heardOf("gone")).isNotEmpty();
    early.socket.close();

    int heard = east.heardOf("west").size();
    steps.advance(Duration.ofNanos(Mesh.RENEW_NANOS));
    until("a renewal", () -> east.heardOf("west").size() > heard);
    steps.advance(Duration.ofNanos(Mesh.FORGET_NANOS));
    steps.advance(Duration.ofNanos(Mesh.RENEW_NANOS));
    Neighbour late = new Neighbour("late").join();
    assertThat(late.heardOf("gone")).isEmpty();

    late.pass(says("gone", 7, 1, "older than what was forgotten"));
    late.pass(says("marker", 1, 1, "m"));
    assertThat(east.nextOf("marker").sequence()).isEqualTo(1);
    assertThat(east.heardOf("gone")).isEmpty();
  }

  @Test
  void sites_beyond_the_bound_are_taken_no_notice_of() throws IOException {
    Neighbour east = new Neighbour("east").join();
    Neighbour north = new Neighbour("north").join();

    east.pass(says("one", 1, 1, "x"));
    east.pass(says("one too many", 1, 1, "x"));
    east.pass(says("one", 1, 2, "y"));

    until("the newer word", () -> north.newest("one") == 2);
    assertThat(north.heardOf("one too many")).isEmpty();
  }

  @Test
  void bytes_beyond_the_bound_are_taken_no_notice_of_counted_and_logged_once() throws IOException {
    Neighbour east = new Neighbour("east").join();
    Neighbour north = new Neighbour("north").join();

    try (LogLines lines = new LogLines(Mesh.class)) {
      east.pass(new Advertisement("far", 1, 1, List.of(), wordy(500)));
      assertThat(north.nextOf("far").sequence()).isEqualTo(1);
      east.pass(new Advertisement("far", 1, 2, List.of(), wordy(1000)));
      east.pass(new Advertisement("far", 1, 3, List.of(), wordy(1000)));
      east.pass(new Advertisement("far", 1, 4, List.of(), wordy(400)));

      assertThat(north.nextOf("far").sequence()).isEqualTo(4);
      assertThat(lines.warnings())
          .singleElement()
          .asString()
          .startsWith("what site far says is not taken notice of, nor will more be: 4 sites with")
          .endsWith("and 4 sites with 10000 bytes are allowed");
    }
    assertThat(mesh.settings().counters().advertisementsRefused()).isEqualTo(2);
  }

  @Test
  void neighbour_that_advertises_more_than_is_allowed_loses_its_link() throws IOException {
    Neighbour east = new Neighbour("east").join();

    east.pass(new Advertisement("far", 1, 1, List.of(), services(MAX_ADVERTISED + 1)));

    steps.stepUntil("the link to be closed", east::isClosed);
    assertThat(table().sites()).containsExactly("west");
  }

  @Test
  void site_itself_advertises_no_more_than_its_peers_allow() throws IOException {
    try (LogLines lines = new LogLines(Mesh.class)) {
      start(services(MAX_ADVERTISED + 1));
      assertThat(lines.warnings())
          .singleElement()
          .asString()
          .matches(
              "this site has 4 connectors; only the first 3 are advertised, as no more than 3, or"
                  + " \\d+ bytes, are allowed");
    }
    Neighbour east = new Neighbour("east").dial();
    east.heartbeat();

    assertThat(east.nextOf("west").services()).hasSize(MAX_ADVERTISED);
  }

  @Test
  void site_itself_advertises_no_more_bytes_than_its_peers_take() {
    LinkSettings settings = TestLinks.settings("west", 0, (heartbeats, now) -> false);
    Mesh wordy = new Mesh(steps.loop(), settings, resolver, List.of(), tables::add);
    wordy.start();

    wordy.advertise(
        IntStream.range(0, settings.advertised())
            .mapToObj(i -> new Service("%0253d".formatted(i), "%0253d".formatted(i)))
            .toList());

    Advertisement own = last(wordy.view().advertisements());
    int spare = settings.advertisementBytes() - Message.encode(own).remaining();
    assertThat(spare + Frame.HEADER_BYTES).isBetween(0, 2 * 255 - 1);
  }

  @Test
  void links_of_others_leave_half_of_the_room_to_the_connectors() {
    LinkSettings settings = TestLinks.settings("west", 0, (heartbeats, now) -> false);
    LinkEnd wordy = new LinkEnd(new LinkId("e".repeat(1000), "l"), "e".repeat(1000), 1);
    Service service = new Service("c".repeat(60), "k".repeat(60));
    AdvertisementRoom room = new AdvertisementRoom(settings);

    List<LinkEnd> links = room.links(Collections.nCopies(settings.advertised(), wordy));
    List<Service> services = room.services(Collections.nCopies(settings.advertised(), service));

    assertThat(links).hasSizeBetween(1, settings.advertised() - 1);
    assertThat(services).hasSize(settings.advertised());
    ByteBuffer encoded = Message.encode(new Advertisement("west", 1, 1, links, services));
    assertThat(encoded.remaining() - Frame.HEADER_BYTES)
        .isLessThanOrEqualTo(settings.advertisementBytes());
  }

  @Test
  void links_beyond_the_bound_are_closed_and_counted_but_one_may_be_replaced() throws IOException {
    for (int i = 0; i < MAX_ADVERTISED; i++) {
      new Neighbour("site" + i).dial();
    }
    steps.stepUntil("all to be taken in", () -> mesh.accepted() == MAX_ADVERTISED);

    Neighbour tooMuch = new Neighbour("one too many").dial();
    steps.stepUntil("it to be closed", tooMuch::isClosed);
    assertThat(mesh.settings().counters().handshakesRefused()).isEqualTo(1);

    Neighbour again = new Neighbour("site0").dial();
    again.heartbeat();
    assertThat(again.nextOf("west").services()).hasSize(1);
    assertThat(mesh.accepted()).isEqualTo(MAX_ADVERTISED);
  }

  @Test
  void streams_of_a_link_that_has_ended_count_against_it_when_it_comes_again() throws IOException {
    Neighbour east = new Neighbour("east").dial();
    steps.stepUntil("the link", () -> mesh.accepted() == 1);
    for (int i = 0; i < TestLinks.STREAMS; i++) {
      east.stream();
    }
    steps.stepUntil("all streams", () -> opened.size() == TestLinks.STREAMS);
    LinkCounters counters = mesh.settings().counters();

    for (int again = 1; again <= 2; again++) {
      east.leave();
      steps.stepUntil("the end of the link", () -> mesh.session(east.streamHello()).isEmpty());
      steps.advance(Duration.ofSeconds(1));
      east.dial();
      steps.stepUntil("the link again", () -> mesh.session(east.streamHello()).isPresent());
      east.stream();
      long refused = again;
      steps.stepUntil("one to be refused", () -> counters.streamsRefused() == refused);
    }

    opened.get(0).close();
    east.stream();
    steps.stepUntil("another one", () -> opened.size() == TestLinks.STREAMS + 1);
  }

  @Test
  void links_that_have_ended_and_left_streams_count_against_the_bound_of_links()
      throws IOException {
    for (int i = 0; i < MAX_ADVERTISED; i++) {
      Neighbour site = new Neighbour("site" + i).dial();
      int links = i + 1;
      steps.stepUntil("the link", () -> mesh.accepted() == links);
      site.stream();
      steps.stepUntil("its stream", () -> opened.size() == links);
      site.leave();
      steps.stepUntil("its end", () -> mesh.session(site.streamHello()).isEmpty());
    }

    Neighbour tooMuch = new Neighbour("one too many").dial();
    steps.stepUntil("it to be closed", tooMuch::isClosed);
    assertThat(mesh.settings().counters().handshakesRefused()).isEqualTo(1);

    opened.get(0).close();
    new Neighbour("another one").dial();
    steps.stepUntil("it to be taken in", () -> mesh.accepted() == MAX_ADVERTISED);
  }

  @Test
  void streams_of_a_link_that_has_ended_are_broken_when_the_links_of_others_are()
      throws IOException {
    Neighbour east = new Neighbour("east").dial();
    steps.stepUntil("the link", () -> mesh.accepted() == 1);
    east.stream();
    steps.stepUntil("the stream", () -> opened.size() == 1);
    east.leave();
    steps.stepUntil("the end of the link", () -> mesh.session(east.streamHello()).isEmpty());
    assertThat(opened.get(0).isClosed()).isFalse();

    mesh.endAccepted("other credentials, in a test");

    assertThat(opened.get(0).isClosed()).isTrue();
    steps.advance(Duration.ofSeconds(1));
    assertThat(mesh.accepted()).isZero();
  }

  @Test
  void site_that_leaves_says_at_once_that_it_has_nothing_and_still_knows_its_ways()
      throws IOException {
    Neighbour east = new Neighbour("east").join();
    mesh.leave();

    steps.stepUntil(
        "the last word to have come, while the clock stands still",
        () -> last(east.heardOf("west")).services().isEmpty());
    assertThat(last(east.heardOf("west")).links()).isEmpty();
    assertThat(table().sites()).containsExactlyInAnyOrder("west", "east");
    assertThat(table().keys()).containsExactlyInAnyOrder("k", "x");

    Neighbour late = new Neighbour("late").dial();
    late.heartbeat();
    Advertisement introduction = late.nextOf("west");
    assertThat(introduction.links()).isEmpty();
    assertThat(introduction.services()).isEmpty();
  }

  @Test
  void silent_neighbour_is_lost_and_so_is_everything_behind_it() throws IOException {
    peersLive = false;
    new Neighbour("east").join();

    steps.advance(Duration.ofMillis(1_400));

    assertThat(table().sites()).containsExactly("west");
    assertThat(table().routes("x")).isEmpty();
  }

  private void start(List<Service> services) {
    LinkSettings settings =
        TestLinks.settings(
            "west",
            LIFE,
            0,
            (heartbeats, now) ->
                !peersLive && Policies.documented().liveness().isLost(heartbeats, now),
            MAX_SITES,
            MAX_ADVERTISED,
            MAX_BYTES);
    LinkStreams streams =
        new LinkStreams(0, steps.loop(), resolver, settings, (c, to, left) -> opened.add(c));
    mesh = new Mesh(steps.loop(), settings, resolver, List.of(streams), tables::add);
    acceptor = new LinkAcceptor(mesh);
    mesh.start();
    mesh.advertise(services);
  }

  /** Steps, and lets time pass, until something holds. */
  private void until(String what, Callable<Boolean> condition) {
    steps.stepUntil(
        what,
        () -> {
          steps.advance(Duration.ofMillis(5));
          return condition.call();
        });
  }

  private static byte[] bytes(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private RoutingTable table() {
    return tables.get(tables.size() - 1);
  }

  private static List<Service> services(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Service("c" + i, "k" + i)).toList();
  }

  /** As many connectors as there may be, whose names and keys have so many letters. */
  private static List<Service> wordy(int letters) {
    return IntStream.range(0, MAX_ADVERTISED)
        .mapToObj(i -> new Service(i + "c".repeat(letters - 1), "k".repeat(letters)))
        .toList();
  }

  private static Advertisement says(String site, long incarnation, long sequence, String key) {
    return new Advertisement(
        site, incarnation, sequence, List.of(), List.of(new Service("c", key)));
  }

  /** A router at the other end of a link that it dials. */
  private final class Neighbour {

    private final String site;
    private final List<Advertisement> heard = new ArrayList<>();
    private Socket socket;
    private final Map<String, Integer> awaited = new HashMap<>();
    private DataInputStream in;

    Neighbour(String site) {
      this.site = site;
      neighbours.add(this);
    }

    LinkId id() {
      return new LinkId(site, "link");
    }

    /** The link as this neighbour advertises it. */
    LinkEnd end() {
      return new LinkEnd(id(), "west", 5);
    }

    /** The link as the mesh advertises it. */
    LinkEnd seen() {
      return new LinkEnd(id(), site, 5);
    }

    Neighbour dial() throws IOException {
      connect();
      send(new Message.Hello(Message.Purpose.CONTROL, site, 1, "link", 1, 5, 0).encode());
      return this;
    }

    /** Asks who is there, and waits for the answer. */
    Message.Hello who() throws IOException {
      connect();
      send(new Message.Hello(Message.Purpose.WHO, site, 1, "", 0, 1, 0).encode());
      until("an answer", () -> in.available() >= Frame.HEADER_BYTES);
      Frame.Header header = Frame.Header.read(ByteBuffer.wrap(in.readNBytes(Frame.HEADER_BYTES)));
      byte[] body = in.readNBytes(header.bodyBytes());
      return Message.Hello.decode(new Frame(header.type(), ByteBuffer.wrap(body)));
    }

    /** What a stream connection of the link says first. */
    Message.Hello streamHello() {
      return new Message.Hello(Message.Purpose.FORWARD, site, 1, "link", 1, 5, 0);
    }

    /** Ends the link in order; what it has not read yet would make a reset of a close. */
    void leave() throws IOException {
      others.add(socket);
      socket.shutdownOutput();
    }

    /** Opens a stream, for which it waits no more. */
    void stream() throws IOException {
      Socket stream = connected();
      others.add(stream);
      stream.getOutputStream().write(bytes(streamHello().encode()));
      stream
          .getOutputStream()
          .write(bytes(new Message.Open(new Destination("west", "c"), 1).encode()));
    }

    private Socket connected() throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Socket near = new Socket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort());
        SocketChannel accepted = server.accept();
        acceptor.accepted(accepted);
        near.setTcpNoDelay(true);
        return near;
      }
    }

    private void connect() throws IOException {
      socket = connected();
      in = new DataInputStream(socket.getInputStream());
    }

    /** Dials, and exchanges what both know, until it is reachable. */
    Neighbour join() throws IOException {
      dial();
      heartbeat();
      say(1, 1, List.of(end()), "x");
      until(
          site + " to be reachable",
          () ->
              table().sites().contains(site)
                  && !heardOf("west").isEmpty()
                  && last(heardOf("west")).links().contains(seen()));
      return this;
    }

    void heartbeat() throws IOException {
      send(Message.heartbeat(steps.loop().nanoTime()));
    }

    void say(long incarnation, long sequence, List<LinkEnd> links, String key) throws IOException {
      pass(new Advertisement(site, incarnation, sequence, links, List.of(new Service("c", key))));
    }

    void pass(Advertisement advertisement) throws IOException {
      send(Message.encode(advertisement));
    }

    private void send(ByteBuffer message) throws IOException {
      socket.getOutputStream().write(bytes(message));
    }

    /** All that has come about a site so far. */
    List<Advertisement> heardOf(String about) throws IOException {
      while (in.available() >= Frame.HEADER_BYTES) {
        byte[] head = in.readNBytes(Frame.HEADER_BYTES);
        Frame.Header header = Frame.Header.read(ByteBuffer.wrap(head));
        Frame frame = new Frame(header.type(), ByteBuffer.wrap(in.readNBytes(header.bodyBytes())));
        if (header.type() == Frame.Type.ADVERTISEMENT) {
          heard.add(Message.advertisement(frame, MAX_ADVERTISED));
        }
      }
      return heard.stream().filter(a -> a.site().equals(about)).toList();
    }

    /** The sequence number of what came last about a site; 0 if nothing did. */
    long newest(String about) throws IOException {
      List<Advertisement> all = heardOf(about);
      return all.isEmpty() ? 0 : last(all).sequence();
    }

    /** What comes next about a site. */
    Advertisement nextOf(String about) throws IOException {
      int before = awaited.getOrDefault(about, 0);
      until("word of " + about, () -> heardOf(about).size() > before);
      awaited.put(about, before + 1);
      return heardOf(about).get(before);
    }

    /** What is said in a life of at least this number. */
    Advertisement nextAfter(String about, long incarnation) throws IOException {
      until(
          "word of a newer " + about,
          () -> heardOf(about).stream().anyMatch(a -> a.incarnation() >= incarnation));
      return last(heardOf(about));
    }

    boolean isClosed() throws IOException {
      socket.setSoTimeout(1);
      try {
        return in.read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (SocketException e) {
        return true;
      }
    }
  }
}
