package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.link.Message.Purpose;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.relay.Wire;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control connection to a router that reads only when the test says so. */
class ControlSessionTest {

  private static final int MAX_SITES = 4;
  private static final int MAX_BYTES = 10_000;
  private static final Message.Hello HELLO =
      new Message.Hello(Purpose.CONTROL, "east", 1, "link", 1, 5, 0);

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("session-test-resolver");
  private final Valve valve = new Valve();
  private Mesh mesh;
  private SocketPair pair;
  private ControlSession session;

  @BeforeEach
  void link() throws IOException {
    LinkSettings settings =
        TestLinks.settings("west", 1, 0, (heartbeats, now) -> false, MAX_SITES, 4, MAX_BYTES);
    mesh = new Mesh(steps.loop(), settings, resolver, List.of(), table -> {});
    mesh.start();
    hears(says("early", 1));
    pair = SocketPair.at(steps.loop());
    pair.near().wire(socket -> valve);
    session = new ControlSession(mesh, "east", HELLO, Optional.empty(), pair.near());
    mesh.begin(session, pair.near());
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    resolver.close();
    pair.close();
  }

  @Test
  void other_side_that_reads_late_gets_the_newest_word_of_each_site_and_of_this_one_last()
      throws IOException {
    session.confirm();
    for (int sequence = 1; sequence <= 50; sequence++) {
      hears(says("far", sequence));
    }
    hears(says("early", 2));

    valve.open = true;
    steps.stepUntil("all to be told", () -> valve.heard().size() == 3);
    for (int i = 0; i < 10; i++) {
      steps.advance(Duration.ofMillis(20));
    }

    assertThat(valve.heard())
        .extracting(a -> a.site() + " " + a.sequence())
        .containsExactly("early 2", "west 1", "far 50");
  }

  @Test
  void other_side_that_reads_is_told_every_word() throws IOException {
    valve.open = true;
    session.confirm();
    for (int sequence = 1; sequence <= 5; sequence++) {
      hears(says("far", sequence));
    }

    assertThat(valve.heard())
        .filteredOn(a -> a.site().equals("far"))
        .extracting(Advertisement::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 5).boxed().toList());
  }

  @Test
  void other_side_for_which_too_many_bytes_wait_loses_its_link_and_is_told_of_as_the_reason()
      throws IOException {
    comesUp();
    ByteBuffer more = new Message.More(0, 1).encode();

    for (int bytes = 0; bytes <= MAX_BYTES; bytes += more.remaining()) {
      assertThat(pair.near().isClosed()).as("closed after %d bytes", bytes).isFalse();
      session.peer().askForMore().accept(new Message.More(0, 1));
      steps.step();
    }

    assertThat(pair.near().isClosed()).isTrue();
    assertThat(mesh.accepted()).isZero();
    assertThat(whyDown())
        .matches("the other side does not read: 10\\d{3} bytes and word of 2 sites wait for it");
  }

  @Test
  void other_side_for_which_word_of_too_many_sites_waits_loses_its_link_and_is_told_of()
      throws IOException {
    comesUp();
    for (int i = 0; i <= MAX_SITES; i++) {
      session.advertise("site-" + i, Message.encode(says("site-" + i, 1)));
    }
    steps.step();

    assertThat(pair.near().isClosed()).isTrue();
    assertThat(whyDown())
        .isEqualTo("the other side does not read: 0 bytes and word of 5 sites wait for it");
  }

  /** The other side says all that it knows, so that the link counts, and reads nothing. */
  private void comesUp() throws IOException {
    valve.says = Message.encode(says("east", 1));
    pair.far().getOutputStream().write(1); // has the selector look, at what the valve gives
    steps.stepUntil("the link to count", session::isUp);
    steps.advance(Duration.ofNanos(Mesh.PACE_NANOS));
  }

  private String whyDown() {
    assertThat(mesh.view().links()).hasSize(1);
    return mesh.view().links().get(0).reason().orElseThrow();
  }

  /** The mesh takes in what a site says, and passes it on. */
  private void hears(Advertisement advertisement) {
    mesh.received(advertisement, stranger());
    steps.advance(Duration.ofNanos(Mesh.PACE_NANOS));
  }

  /** Who tells the mesh. */
  private ControlSession stranger() {
    try (SocketPair other = SocketPair.at(steps.loop())) {
      Message.Hello hello = new Message.Hello(Purpose.CONTROL, "north", 1, "link", 1, 5, 0);
      return new ControlSession(mesh, "north", hello, Optional.empty(), other.near());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Advertisement says(String site, long sequence) {
    return new Advertisement(
        site, 1, sequence, List.of(), List.of(new Service("c", "k" + sequence)));
  }

  /** Takes bytes only while it is open, and keeps them; gives what it says. */
  private static final class Valve implements Wire {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private ByteBuffer says = ByteBuffer.allocate(0);
    private boolean open;

    List<Advertisement> heard() throws IOException {
      List<Advertisement> heard = new ArrayList<>();
      ByteBuffer bytes = ByteBuffer.wrap(taken.toByteArray());
      while (bytes.hasRemaining()) {
        Frame.Header header = Frame.Header.read(bytes);
        ByteBuffer body = bytes.slice(bytes.position(), header.bodyBytes());
        bytes.position(bytes.position() + header.bodyBytes());
        if (header.type() == Frame.Type.ADVERTISEMENT) {
          heard.add(Message.advertisement(new Frame(header.type(), body), MAX_SITES));
        }
      }
      return heard;
    }

    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(target.remaining(), says.remaining());
      target.put(says.slice().limit(count));
      says.position(says.position() + count);
      return count;
    }

    @Override
    public boolean holdsInput() {
      return false;
    }

    @Override
    public void write(ByteBuffer source) {
      while (open && source.hasRemaining()) {
        taken.write(source.get());
      }
    }

    @Override
    public boolean holdsOutput() {
      return false;
    }

    @Override
    public void close() {}
  }
}
