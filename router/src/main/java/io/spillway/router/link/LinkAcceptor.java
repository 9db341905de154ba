package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.tls.TlsContext;
import io.spillway.router.tls.TlsHandshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the connections that other routers open. Owned by the mesh's loop.
 *
 * <p>Those who have not said HELLO yet are bounded in number. When one more comes, the oldest of
 * the source that has most of them gives way: a host that opens many, and says nothing, is in its
 * own way and in nobody else's.
 *
 * <p>With TLS, a link that is there can be replaced, or joined with further connections, only by a
 * peer with the same certificate subject: or else whoever has a certificate could take a site's
 * streams over by the site's name.
 */
public final class LinkAcceptor {

  private static final Logger LOG = LoggerFactory.getLogger(LinkAcceptor.class);

  private final Mesh mesh;
  private final BySource<Handshake> handshakes = new BySource<>();
  private Optional<TlsContext> tls = Optional.empty();
  private int nextLane;

  /**
   * Makes the acceptor of links that are not encrypted.
   *
   * @param mesh the mesh to which links are added
   */
  public LinkAcceptor(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Asks for other credentials from now on, also of those who have not said HELLO yet: their
   * connections are closed. Called by the loop's thread.
   *
   * @param next with which connections of links are encrypted; without it they are not
   */
  public void require(Optional<TlsContext> next) {
    tls = next;
    handshakes
        .all()
        .forEach(h -> h.connection.failed(new IOException("other credentials are required now")));
  }

  /**
   * Shows other credentials of the same authority from now on. Who is shaking hands goes on, with
   * those that were shown before. Called by the loop's thread.
   *
   * @param next with which connections of links are encrypted
   */
  public void renew(TlsContext next) {
    tls = Optional.of(next);
  }

  /**
   * Takes in a connection that has been accepted. Called by the loop's thread.
   *
   * @param channel the connection
   */
  public void accepted(SocketChannel channel) {
    try {
      Handshake handshake = new Handshake(channel.socket().getInetAddress());
      Connection connection = Connection.adopt(mesh.loop(), channel, handshake);
      mesh.settings().counters().watch(connection);
      handshake.begin(connection);
      if (handshakes.size() > mesh.settings().handshakes()) {
        handshakes.oldestOfMost().giveWay();
      }
    } catch (IOException e) {
      LOG.debug("a link's connection ended at once: {}", e.toString());
    }
  }

  private void control(Connection connection, Message.Hello hello) throws IOException {
    LinkSettings settings = mesh.settings();
    if (hello.site().equals(settings.site())) {
      throw new ProtocolException("a link from a site of the same name, %s", hello.site());
    }
    Optional<ControlSession> earlier = mesh.session(hello);
    if (earlier.isPresent()) {
      earlier.get().requireSamePeer(connection);
      earlier.get().requireNotOlder(hello);
    }
    int links = mesh.accepted();
    if (links >= settings.advertised() && earlier.isEmpty()) {
      settings.counters().linkRefused(links, connection);
      connection.close(); // it could not even be advertised
      return;
    }
    connection.send(answer(hello).encode());
    mesh.begin(
        new ControlSession(mesh, hello.site(), hello, Optional.empty(), connection), connection);
  }

  private Message.Hello answer(Message.Hello hello) {
    return new Message.Hello(
        hello.purpose(),
        mesh.settings().site(),
        mesh.settings().incarnation(),
        hello.link(),
        hello.session(),
        hello.cost(),
        0);
  }

  private void stream(Connection connection, Message.Hello hello) throws ProtocolException {
    Optional<ControlSession> session = mesh.session(hello).filter(s -> s.owns(hello));
    if (session.isEmpty()) {
      LOG.debug(
          "a {} connection of {}/{} without its link", hello.purpose(), hello.site(), hello.link());
      connection.close();
      return;
    }
    session.get().requireSamePeer(connection);
    boolean asked = hello.purpose() == Message.Purpose.REVERSE;
    LinkStreams lane = mesh.lane(asked ? hello.lane() : nextLane++);
    connection.moveTo(lane.loop(), moved -> lane.adopt(session.get().id(), hello.purpose(), moved));
  }

  /** Shakes hands if there is TLS, and waits for HELLO. */
  private final class Handshake implements ChannelHandler {

    private final InetAddress source;
    private final FrameReader reader = new FrameReader(Frame.MAX_SHORT_BODY);
    private Connection connection;
    private Timer timeout;
    private boolean done;

    Handshake(InetAddress source) {
      this.source = source;
    }

    void begin(Connection accepted) {
      connection = accepted;
      handshakes.add(source, this);
      timeout =
          mesh.loop().schedule(mesh.settings().handshakeNanos(), () -> connection.failed(late()));
      if (tls.isPresent()) {
        TlsHandshake.server(connection, tls.get(), this::awaitHello, this::failed);
      } else {
        awaitHello();
      }
    }

    /** Closes the connection for the sake of one that has come later. */
    void giveWay() {
      mesh.settings()
          .counters()
          .handshakeRefused(handshakes.of(source), handshakes.size(), connection);
      done = true;
      over();
      connection.close();
    }

    /** Who has begun a HELLO, and says no more, breaks the protocol; who is silent may be slow. */
    private IOException late() {
      return reader.bytes() == 0
          ? new SocketTimeoutException("no HELLO")
          : new ProtocolException("no HELLO in time: only %d bytes of one", reader.bytes());
    }

    private void awaitHello() {
      connection.handle(this, SelectionKey.OP_READ);
    }

    @Override
    public void ready(int readyOps) throws IOException {
      Optional<Frame> frame = reader.read(connection);
      if (frame.isEmpty()) {
        return;
      }
      Message.Hello hello = Message.Hello.decode(frame.get());
      done = true;
      over();
      switch (hello.purpose()) {
        case CONTROL -> control(connection, hello);
        case WHO -> connection.sendAndClose(answer(hello).encode());
        case FORWARD, REVERSE -> stream(connection, hello);
      }
    }

    private void over() {
      timeout.cancel();
      handshakes.remove(source, this);
    }

    @Override
    public void failed(IOException cause) {
      if (!done) {
        done = true;
        over();
        mesh.settings().counters().handshakeFailed();
      }
    }
  }
}
