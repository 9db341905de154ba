package io.spillway.router.link;

import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * The end of a stream that is a connection of a link. Bytes travel in DATA frames; the end of a
 * direction is FIN, and an end of the connection without FIN is a break, because a proxy on the way
 * may turn a reset into a clean end. A reset is RESET, and then one of the connection, which the
 * other side notices also while it reads nothing.
 *
 * <p>A side closes the connection when FIN has passed in both directions. The other one may still
 * have bytes that wait for a slow receiver: to it that end of the connection says nothing new.
 */
public final class FramedEndpoint implements Endpoint {

  private final Connection connection;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
  private int payloadLeft;
  private boolean ended;
  private boolean inFrame;
  private boolean finished;
  private boolean closedInOrder;

  /**
   * Makes the endpoint.
   *
   * @param connection a connection on which OPEN and ACCEPTED have passed
   */
  public FramedEndpoint(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void read(ByteBuffer target) throws IOException {
    int begin = target.position();
    if (payloadLeft > 0) {
      // With the next header behind it: in a steady flow every read is a frame, and nothing moves.
      int most = Math.min(target.remaining(), payloadLeft + Frame.HEADER_BYTES);
      target.limit(begin + most);
    }
    if (connection.read(target) < 0) {
      connectionEnded();
    }
    unframe(target.flip().position(begin));
  }

  private void connectionEnded() throws IOException {
    if (!ended) {
      throw new EOFException("the connection ended in a stream, without FIN");
    }
    if (!finished || !connection.flush()) {
      throw new EOFException("the connection ended before the FIN of this side had gone");
    }
    closedInOrder = true;
    connection.close(); // what becomes of the link is nothing to this stream any more
  }

  /** Takes the headers out; only payload between two headers has to be moved for that. */
  private void unframe(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    int from = bytes.position();
    int begin = from;
    int to = from;
    while (from < end) {
      if (payloadLeft > 0) {
        int count = Math.min(payloadLeft, end - from);
        if (from != to) {
          bytes.put(to, bytes, from, count);
        }
        payloadLeft -= count;
        from += count;
        to += count;
      } else {
        header.put(bytes.get(from++));
        if (!header.hasRemaining()) {
          begin(Frame.Header.read(header.flip()));
          header.clear();
        }
        if (begin == to) {
          begin = from; // no payload yet: what comes can stay where it is
          to = from;
        }
      }
    }
    bytes.limit(to).position(begin);
  }

  private void begin(Frame.Header next) throws IOException {
    if (next.type() == Frame.Type.RESET) {
      throw new SocketException("the stream was reset at its other end");
    }
    if (ended) {
      throw new ProtocolException("%s in a stream, after FIN", next.type());
    }
    switch (next.type()) {
      case DATA -> payloadLeft = next.bodyBytes();
      case FIN -> ended = true;
      default -> throw new ProtocolException("%s in a stream", next.type());
    }
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public boolean tellsOfResetAfterEnd() {
    return !closedInOrder;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    if (!connection.flush()) {
      return;
    }
    if (!inFrame) {
      int bodyBytes = source.remaining();
      source.position(source.position() - Frame.HEADER_BYTES);
      new Frame.Header(Frame.Type.DATA, bodyBytes).write(source, source.position());
      inFrame = true;
    }
    connection.write(source);
    inFrame = source.hasRemaining();
  }

  @Override
  public boolean finish(boolean last) throws IOException {
    if (!finished) {
      finished = true;
      connection.send(Frame.of(Frame.Type.FIN));
    }
    return connection.flush();
  }

  @Override
  public void reset() {
    if (inFrame) {
      connection.reset(); // which breaks the stream just as well
    } else {
      connection.sendAndReset(Frame.of(Frame.Type.RESET));
    }
  }
}
