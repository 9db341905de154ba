package io.spillway.router.link;

import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The messages that have a body, each with its bytes: written by one side, read by the other. */
final class Message {

  /** The version of the protocol that is spoken here. */
  static final int PROTOCOL_VERSION = 1;

  /** The most reverse connections that may be asked for at once. */
  static final int MAX_MORE = 1024;

  private static final int MAX_HOPS = 255;

  private Message() {}

  /** What a connection is for. */
  enum Purpose {
    /** The link itself. */
    CONTROL(0),
    /** Streams that the dialler opens. */
    FORWARD(1),
    /** Streams that the acceptor opens. */
    REVERSE(2),
    /**
     * A stranger's question who is there: it is answered with HELLO, and then the connection is
     * closed. It begins no link and changes nothing.
     */
    WHO(3);

    private static final List<Purpose> BY_CODE = List.of(values());

    private final int code;

    Purpose(int code) {
      this.code = code;
    }

    static Purpose read(Frame frame) throws ProtocolException {
      return BY_CODE.get(frame.integer("purpose", 0, BY_CODE.size() - 1));
    }
  }

  /**
   * Begins a connection.
   *
   * @param purpose what the connection is for
   * @param site the sender
   * @param incarnation the sender's life
   * @param link the link's name, in the dialler
   * @param session the number of the control connection, in the dialler's life
   * @param cost the link's cost
   * @param lane for which of its loops the acceptor asked for this reverse connection
   */
  record Hello(
      Purpose purpose,
      String site,
      long incarnation,
      String link,
      long session,
      int cost,
      int lane) {

    /** Of one dialler's hellos, those of earlier lives and sessions first. */
    static final Comparator<Hello> BY_AGE =
        Comparator.comparingLong(Hello::incarnation).thenComparingLong(Hello::session);

    /** {@return the hello with which a stream connection of the same link begins} */
    Hello forStream(Purpose streamPurpose, int forLane) {
      return new Hello(streamPurpose, site, incarnation, link, session, cost, forLane);
    }

    ByteBuffer encode() {
      return Frame.body(Frame.Type.HELLO)
          .integer(PROTOCOL_VERSION)
          .integer(purpose.code)
          .name(site)
          .longNumber(incarnation)
          .name(link)
          .longNumber(session)
          .integer(cost)
          .integer(lane)
          .finish();
    }

    static Hello decode(Frame frame) throws ProtocolException {
      expect(Frame.Type.HELLO, frame);
      int version = frame.integer("version", 0, Integer.MAX_VALUE);
      if (version != PROTOCOL_VERSION) {
        throw new ProtocolException(
            "protocol version %d; this router speaks %d", version, PROTOCOL_VERSION);
      }
      Purpose purpose = Purpose.read(frame);
      Hello hello =
          new Hello(
              purpose,
              frame.name(),
              frame.longNumber(),
              frame.name(),
              frame.longNumber(),
              frame.integer("cost", 1, Integer.MAX_VALUE),
              frame.integer("lane", 0, Integer.MAX_VALUE));
      frame.end();
      return hello;
    }
  }

  /**
   * Begins a stream.
   *
   * @param destination where the stream goes
   * @param hopsLeft how many more links it may cross, 0 to 255: no path may run in a circle for
   *     ever
   */
  record Open(Destination destination, int hopsLeft) {

    ByteBuffer encode() {
      return Frame.body(Frame.Type.OPEN)
          .name(destination.site())
          .name(destination.connector())
          .integer(hopsLeft)
          .finish();
    }

    static Open decode(Frame frame) throws ProtocolException {
      expect(Frame.Type.OPEN, frame);
      Open open =
          new Open(new Destination(frame.name(), frame.name()), frame.integer("hops", 0, MAX_HOPS));
      frame.end();
      return open;
    }
  }

  /**
   * Asks the dialler for reverse connections.
   *
   * @param lane for which of the asker's loops
   * @param count how many
   */
  record More(int lane, int count) {

    ByteBuffer encode() {
      return Frame.body(Frame.Type.MORE).integer(lane).integer(count).finish();
    }

    static More decode(Frame frame) throws ProtocolException {
      expect(Frame.Type.MORE, frame);
      More more =
          new More(
              frame.integer("lane", 0, Integer.MAX_VALUE), frame.integer("count", 1, MAX_MORE));
      frame.end();
      return more;
    }
  }

  /** {@return the bytes that say why a stream is refused, or where its way is broken} */
  static ByteBuffer notAccepted(Frame.Type answer, String reason) {
    return Frame.body(answer)
        .name(
            Frame.printable(
                reason.substring(0, Math.min(reason.length(), Frame.MAX_NAME_BYTES / 4))))
        .finish();
  }

  /**
   * {@return the bytes of a heartbeat}
   *
   * @param sentNanos the time now, on the sender's clock, of which only differences mean something
   */
  static ByteBuffer heartbeat(long sentNanos) {
    return Frame.body(Frame.Type.HEARTBEAT).longNumber(sentNanos).finish();
  }

  /** {@return when a heartbeat was sent, on the sender's clock} */
  static long heartbeat(Frame frame) throws ProtocolException {
    expect(Frame.Type.HEARTBEAT, frame);
    long sentNanos = frame.longNumber();
    frame.end();
    return sentNanos;
  }

  /** {@return how many bytes a link takes in an advertisement} */
  static int bytes(LinkEnd end) {
    return Frame.bytes(end.id().dialler())
        + Frame.bytes(end.id().name())
        + Frame.bytes(end.peer())
        + Integer.BYTES;
  }

  /** {@return how many bytes a connector takes in an advertisement} */
  static int bytes(Service service) {
    return Frame.bytes(service.connector()) + Frame.bytes(service.key());
  }

  /** {@return how many bytes an advertisement has that says nothing} */
  static int advertisementBytes(String site) {
    return Frame.bytes(site) + 2 * Long.BYTES + 2 * Integer.BYTES;
  }

  /** {@return the bytes of an advertisement} */
  static ByteBuffer encode(Advertisement advertisement) {
    Frame.Writer writer =
        Frame.body(Frame.Type.ADVERTISEMENT)
            .name(advertisement.site())
            .longNumber(advertisement.incarnation())
            .longNumber(advertisement.sequence())
            .integer(advertisement.links().size());
    for (LinkEnd end : advertisement.links()) {
      writer.name(end.id().dialler()).name(end.id().name()).name(end.peer()).integer(end.cost());
    }
    writer.integer(advertisement.services().size());
    for (Service service : advertisement.services()) {
      writer.name(service.connector()).name(service.key());
    }
    return writer.finish();
  }

  /** {@return whose advertisement it is and its numbers, without what it says} */
  static Advertisement numbers(Frame frame) throws ProtocolException {
    return numbersOf(new Frame(frame.type(), frame.body().duplicate()));
  }

  private static Advertisement numbersOf(Frame frame) throws ProtocolException {
    expect(Frame.Type.ADVERTISEMENT, frame);
    return new Advertisement(
        frame.name(),
        frame.longNumber("incarnation", 0, Advertisement.MAX_NUMBER),
        frame.longNumber("sequence", 0, Advertisement.MAX_NUMBER),
        List.of(),
        List.of());
  }

  /**
   * Reads an advertisement.
   *
   * @param most the most links, and the most connectors, that a site may advertise
   * @throws ProtocolException if it is none, says more than that, or lists something twice
   */
  static Advertisement advertisement(Frame frame, int most) throws ProtocolException {
    Advertisement numbers = numbersOf(frame);
    List<LinkEnd> links = new ArrayList<>();
    for (int left = frame.integer("links", 0, most); left > 0; left--) {
      links.add(
          new LinkEnd(
              new LinkId(frame.name(), frame.name()),
              frame.name(),
              frame.integer("cost", 1, Integer.MAX_VALUE)));
    }
    List<Service> services = new ArrayList<>();
    for (int left = frame.integer("connectors", 0, most); left > 0; left--) {
      services.add(new Service(frame.name(), frame.name()));
    }
    frame.end();
    Advertisement read =
        new Advertisement(
            numbers.site(), numbers.incarnation(), numbers.sequence(), links, services);
    if (read.listedTwice().isPresent()) {
      throw new ProtocolException("%s twice in ADVERTISEMENT", read.listedTwice().get());
    }
    return read;
  }

  private static void expect(Frame.Type type, Frame frame) throws ProtocolException {
    if (frame.type() != type) {
      throw new ProtocolException("%s where %s was expected", frame.type(), type);
    }
  }
}
