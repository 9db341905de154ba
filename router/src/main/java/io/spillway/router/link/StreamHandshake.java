package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.Destination;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the two ends of a stream say to each other before it begins: OPEN, and ACCEPTED, REFUSED or
 * UNREACHABLE. Called by the thread of the connection's loop.
 *
 * <p>Nothing of the client's passes before ACCEPTED, so that every other outcome, and a connection
 * that breaks instead, leaves the one who asked free to try again (rule F9).
 */
public final class StreamHandshake {

  private StreamHandshake() {}

  /**
   * Opens a stream.
   *
   * @param connection a connection from {@link LinkStreams#acquire}
   * @param destination where the stream goes
   * @param hopsLeft how many more links it may cross after this one, 0 to 255
   * @throws IOException if the connection is broken
   */
  public static void open(Connection connection, Destination destination, int hopsLeft)
      throws IOException {
    connection.send(new Message.Open(destination, hopsLeft).encode());
  }

  /**
   * Waits for the answer to {@link #open}.
   *
   * @param connection the connection
   * @param accepted called when the workload is connected; the connection has interest in nothing
   * @param refused called with the reason when it is not; the connection is closed
   * @param lost called when the way is broken, or the connection ended without an answer: that says
   *     nothing about the workload
   */
  public static void awaitAnswer(
      Connection connection,
      Runnable accepted,
      Consumer<String> refused,
      Consumer<IOException> lost) {
    connection.handle(new Answer(connection, accepted, refused, lost), SelectionKey.OP_READ);
  }

  /**
   * Says that the workload is connected.
   *
   * @param connection the connection on which OPEN came
   * @throws IOException if the connection is broken
   */
  public static void accept(Connection connection) throws IOException {
    connection.send(Frame.of(Frame.Type.ACCEPTED));
  }

  /**
   * Says that the workload is not connected, and closes.
   *
   * @param connection the connection on which OPEN came
   * @param reason why
   */
  public static void refuse(Connection connection, String reason) {
    connection.sendAndClose(Message.notAccepted(Frame.Type.REFUSED, reason));
  }

  /**
   * Says that the stream cannot be passed on, and closes. Unlike {@link #refuse} this says nothing
   * about the workload: there may be another way to it, or there may be one in a moment.
   *
   * @param connection the connection on which OPEN came
   * @param reason why
   */
  public static void unreachable(Connection connection, String reason) {
    connection.sendAndClose(Message.notAccepted(Frame.Type.UNREACHABLE, reason));
  }

  /** Waits for the answer. */
  private static final class Answer implements ChannelHandler {

    private final Connection connection;
    private final Runnable accepted;
    private final Consumer<String> refused;
    private final Consumer<IOException> lost;
    private final FrameReader reader = new FrameReader(Frame.MAX_SHORT_BODY);

    Answer(
        Connection connection,
        Runnable accepted,
        Consumer<String> refused,
        Consumer<IOException> lost) {
      this.connection = connection;
      this.accepted = accepted;
      this.refused = refused;
      this.lost = lost;
    }

    @Override
    public void ready(int readyOps) throws IOException {
      Optional<Frame> frame = reader.read(connection);
      if (frame.isEmpty()) {
        return;
      }
      switch (frame.get().type()) {
        case ACCEPTED -> {
          connection.interest(0);
          accepted.run();
        }
        case REFUSED -> {
          String reason = frame.get().name();
          connection.close();
          refused.accept(reason);
        }
        case UNREACHABLE -> {
          String reason = frame.get().name();
          connection.close();
          lost.accept(new NoRouteToHostException(reason));
        }
        default -> throw new ProtocolException("%s as the answer to OPEN", frame.get().type());
      }
    }

    @Override
    public void failed(IOException cause) {
      lost.accept(cause);
    }
  }
}
