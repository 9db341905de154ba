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
 * may turn a reset into a clean end.
 */
public final class FramedEndpoint implements Endpoint {

  private final Connection connection;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
  private int payloadLeft;
  private boolean inFrame;
  private boolean finished;

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
  public int read(ByteBuffer target) throws IOException {
    if (payloadLeft == 0) {
      if (read(header, "in a stream, without FIN") == 0 || header.hasRemaining()) {
        return 0;
      }
      Frame.Header next = Frame.Header.read(header.flip());
      header.clear();
      switch (next.type()) {
        case DATA -> payloadLeft = next.bodyBytes();
        case FIN -> {
          return -1;
        }
        case RESET -> throw new SocketException("the stream was reset at its other end");
        default -> throw new ProtocolException(next.type() + " in a stream");
      }
    }
    int limit = target.limit();
    target.limit(Math.min(limit, target.position() + payloadLeft));
    int count = read(target, "in a DATA frame");
    target.limit(limit);
    payloadLeft -= count;
    return count;
  }

  private int read(ByteBuffer target, String where) throws IOException {
    int count = connection.read(target);
    if (count < 0) {
      throw new EOFException("the connection ended " + where);
    }
    return count;
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
  public boolean finish() throws IOException {
    if (!finished) {
      finished = true;
      connection.send(Frame.of(Frame.Type.FIN));
    }
    return connection.flush();
  }

  @Override
  public void reset() {
    if (inFrame) {
      connection.close(); // which breaks the stream just as well
    } else {
      connection.sendAndClose(Frame.of(Frame.Type.RESET));
    }
  }
}
