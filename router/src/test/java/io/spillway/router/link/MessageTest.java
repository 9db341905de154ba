package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  private static final int MOST = 300;
  private static final int PURPOSE_AT = Frame.HEADER_BYTES + Integer.BYTES;
  private static final Message.Hello HELLO =
      new Message.Hello(Message.Purpose.REVERSE, "west", 12, "to-east", 3, 5, 1);

  @Test
  void messages_are_read_as_they_were_written() throws IOException {
    Message.Open open = new Message.Open(new Destination("östlich", "c"), 31);
    Message.More more = new Message.More(1, 7);
    Advertisement advertisement = advertisement(300);

    assertThat(Message.Hello.decode(frame(HELLO.encode()))).isEqualTo(HELLO);
    assertThat(Message.Open.decode(frame(open.encode()))).isEqualTo(open);
    assertThat(Message.More.decode(frame(more.encode()))).isEqualTo(more);
    assertThat(Message.advertisement(frame(Message.encode(advertisement)), MOST))
        .isEqualTo(advertisement);
    assertThat(frame(Message.notAccepted(Frame.Type.REFUSED, "no path")).name())
        .isEqualTo("no path");
    assertThat(frame(Message.notAccepted(Frame.Type.UNREACHABLE, "no path")).type())
        .isEqualTo(Frame.Type.UNREACHABLE);
    assertThat(Message.heartbeat(frame(Message.heartbeat(-77)))).isEqualTo(-77);
  }

  @Test
  void frame_that_ends_too_early_is_refused_wherever_it_is_cut() {
    ByteBuffer whole = Message.encode(advertisement(2));
    int bodyBytes = whole.remaining() - Frame.HEADER_BYTES;

    for (int kept = 0; kept < bodyBytes; kept++) {
      ByteBuffer body = whole.slice(Frame.HEADER_BYTES, kept);
      assertThatThrownBy(
              () -> Message.advertisement(new Frame(Frame.Type.ADVERTISEMENT, body), MOST))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void frame_that_ends_too_early_is_refused_with_its_kind() {
    ByteBuffer cut = HELLO.encode().slice(Frame.HEADER_BYTES, 6);

    assertThatThrownBy(() -> Message.Hello.decode(new Frame(Frame.Type.HELLO, cut)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("HELLO ends too early");
  }

  static Stream<Arguments> messagesBeyondTheirBounds() {
    return Stream.of(
        beyond("name of 1025 bytes in HELLO", hello("x".repeat(1025), 1, 0)),
        beyond("name that is not UTF-8 in HELLO", notUtf8()),
        beyond("purpose 4 in HELLO; allowed are 0 to 3", HELLO.encode().putInt(PURPOSE_AT, 4)),
        beyond("purpose -1 in HELLO; allowed are 0 to 3", HELLO.encode().putInt(PURPOSE_AT, -1)),
        beyond("cost 0 in HELLO; allowed are 1 to 2147483647", hello("west", 0, 0)),
        beyond("cost -5 in HELLO; allowed are 1 to 2147483647", hello("west", -5, 0)),
        beyond("lane -1 in HELLO; allowed are 0 to 2147483647", hello("west", 1, -1)),
        beyond("hops 256 in OPEN; allowed are 0 to 255", open(256)),
        beyond("hops -1 in OPEN; allowed are 0 to 255", open(-1)),
        beyond("count 0 in MORE; allowed are 1 to 1024", new Message.More(0, 0).encode()),
        beyond("count 1025 in MORE; allowed are 1 to 1024", new Message.More(0, 1025).encode()),
        beyond("lane -1 in MORE; allowed are 0 to 2147483647", new Message.More(-1, 1).encode()),
        beyond(
            "connectors 301 in ADVERTISEMENT; allowed are 0 to 300",
            says(1, List.of(), advertisement(MOST + 1).services())),
        beyond(
            "sequence -1 in ADVERTISEMENT; allowed are 0 to 4611686018427387904",
            says(-1, List.of(), List.of())),
        beyond(
            "sequence 4611686018427387905 in ADVERTISEMENT; allowed are 0 to 4611686018427387904",
            says(Advertisement.MAX_NUMBER + 1, List.of(), List.of())),
        beyond("cost 0 in ADVERTISEMENT; allowed are 1 to 2147483647", linkOfCost(0)),
        beyond("cost -5 in ADVERTISEMENT; allowed are 1 to 2147483647", linkOfCost(-5)),
        beyond(
            "HELLO of 8193 bytes; at most 8192 are allowed",
            ByteBuffer.allocate(Frame.HEADER_BYTES + 8193).putInt(1, 8193)),
        beyond(
            "HEARTBEAT of 9 bytes; at most 8 are allowed",
            ByteBuffer.allocate(Frame.HEADER_BYTES + 9).put((byte) 1).putInt(9).rewind()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messagesBeyondTheirBounds")
  void message_beyond_its_bounds_is_refused_with_what_is_allowed(String why, ByteBuffer bytes) {
    assertThatThrownBy(
            () -> {
              Frame frame = frame(bytes);
              switch (frame.type()) {
                case OPEN -> Message.Open.decode(frame);
                case MORE -> Message.More.decode(frame);
                case ADVERTISEMENT -> Message.advertisement(frame, MOST);
                default -> Message.Hello.decode(frame);
              }
            })
        .isInstanceOf(ProtocolException.class)
        .hasMessage(why);
  }

  private static Arguments beyond(String why, ByteBuffer bytes) {
    return Arguments.of(why, bytes);
  }

  private static ByteBuffer hello(String site, int cost, int lane) {
    return new Message.Hello(Message.Purpose.CONTROL, site, 12, "to-east", 3, cost, lane).encode();
  }

  private static ByteBuffer notUtf8() {
    ByteBuffer bytes = HELLO.encode();
    return bytes.put(PURPOSE_AT + Integer.BYTES + Short.BYTES, (byte) 0xff);
  }

  private static ByteBuffer says(long sequence, List<LinkEnd> links, List<Service> services) {
    return Message.encode(new Advertisement("west", 4, sequence, links, services));
  }

  private static ByteBuffer linkOfCost(int cost) {
    return says(1, List.of(new LinkEnd(new LinkId("west", "l"), "east", cost)), List.of());
  }

  private static ByteBuffer open(int hopsLeft) {
    return new Message.Open(new Destination("west", "c"), hopsLeft).encode();
  }

  @Test
  void bytes_that_are_left_over_are_refused() {
    ByteBuffer longer =
        ByteBuffer.allocate(100).put(HELLO.encode().position(Frame.HEADER_BYTES)).rewind();

    assertThatThrownBy(() -> Message.Hello.decode(new Frame(Frame.Type.HELLO, longer)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("too many in HELLO");
  }

  @Test
  void other_version_of_the_protocol_is_refused_with_both_numbers() {
    ByteBuffer body = HELLO.encode().position(Frame.HEADER_BYTES).slice().putInt(0, 9);

    assertThatThrownBy(() -> Message.Hello.decode(new Frame(Frame.Type.HELLO, body)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("protocol version 9; this router speaks 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"we\nst", "west\r", "\u0000", "\u001b[2J", "\u0085", "\u2028", "\u202e"})
  void name_with_a_control_character_is_refused(String name) {
    Message.Hello hello = new Message.Hello(Message.Purpose.CONTROL, name, 12, "l", 3, 5, 1);
    Message.Open open = new Message.Open(new Destination("west", name), 31);

    assertThatThrownBy(() -> Message.Hello.decode(frame(hello.encode())))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("name with a control character in HELLO");
    assertThatThrownBy(() -> Message.Open.decode(frame(open.encode())))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("name with a control character in OPEN");
  }

  @Test
  void reason_why_a_stream_is_refused_is_sent_in_one_line() throws IOException {
    ByteBuffer refused = Message.notAccepted(Frame.Type.REFUSED, "no path\r\nto it");

    assertThat(frame(refused).name()).isEqualTo("no path  to it");
  }

  @Test
  void numbers_and_lengths_beyond_their_bounds_are_refused() {
    assertThatThrownBy(() -> frame(header(7, Integer.MAX_VALUE)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("DATA of 2147483647 bytes");
    assertThatThrownBy(() -> frame(header(0, -1))).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> frame(header(200, 0)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("frame of unknown type 200");
    assertThatThrownBy(() -> Message.More.decode(frame(new Message.More(0, 1_000_000).encode())))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("count 1000000 in MORE");
    assertThatThrownBy(
            () -> Message.advertisement(frame(Message.encode(advertisement(MOST + 1))), MOST))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("links 301 in ADVERTISEMENT; allowed are 0 to 300");
    for (long number : new long[] {-1, Advertisement.MAX_NUMBER + 1}) {
      Advertisement beyond = new Advertisement("west", number, 1, List.of(), List.of());
      assertThatThrownBy(() -> Message.advertisement(frame(Message.encode(beyond)), MOST))
          .isInstanceOf(ProtocolException.class)
          .hasMessageStartingWith("incarnation " + number);
    }
  }

  @Test
  void connector_or_link_that_is_listed_twice_is_refused() {
    LinkEnd link = new LinkEnd(new LinkId("west", "l"), "east", 1);
    LinkEnd dearer = new LinkEnd(link.id(), "east", 2);
    Service service = new Service("c", "k");
    Service otherKey = new Service("c", "other");

    assertThatThrownBy(() -> read(List.of(), List.of(service, otherKey)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("connector c twice in ADVERTISEMENT");
    assertThatThrownBy(() -> read(List.of(link, dearer), List.of(service)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("link west/l twice in ADVERTISEMENT");
  }

  private static Advertisement read(List<LinkEnd> links, List<Service> services)
      throws ProtocolException {
    ByteBuffer bytes = Message.encode(new Advertisement("west", 4, 2, links, services));
    return Message.advertisement(frame(bytes), MOST);
  }

  @Test
  void random_bytes_are_refused_and_never_do_anything_else() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      try {
        switch (i % 3) {
          case 0 -> Message.Hello.decode(new Frame(Frame.Type.HELLO, ByteBuffer.wrap(bytes)));
          case 1 -> Message.Open.decode(new Frame(Frame.Type.OPEN, ByteBuffer.wrap(bytes)));
          default ->
              Message.advertisement(
                  new Frame(Frame.Type.ADVERTISEMENT, ByteBuffer.wrap(bytes)), MOST);
        }
      } catch (ProtocolException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  private static Advertisement advertisement(int size) {
    List<LinkEnd> links = new ArrayList<>();
    List<Service> services = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      links.add(new LinkEnd(new LinkId("west", "link-" + i), "site-" + i, i + 1));
      services.add(new Service("connector-" + i, "key-" + i));
    }
    return new Advertisement("west", 4, 2, links, services);
  }

  private static Frame frame(ByteBuffer bytes) throws ProtocolException {
    Frame.Header header = Frame.Header.read(bytes);
    assertThat(bytes.remaining()).isEqualTo(header.bodyBytes());
    return new Frame(header.type(), bytes.slice());
  }

  private static ByteBuffer header(int code, int length) {
    return ByteBuffer.allocate(Frame.HEADER_BYTES).put((byte) code).putInt(length).flip();
  }
}
