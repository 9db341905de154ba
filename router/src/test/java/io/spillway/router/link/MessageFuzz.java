package io.spillway.router.link;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Feeds any bytes to the readers of frames and messages. They are refused as a break of the
 * protocol, or they are a message whose bytes are these and no others.
 */
public final class MessageFuzz {

  private static final int MOST = 4096;

  private MessageFuzz() {}

  /** Reads the input as a frame. Called by Jazzer and by {@code CorpusTest}. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(input);
    if (bytes.remaining() < Frame.HEADER_BYTES) {
      return;
    }
    try {
      Frame.Header header = Frame.Header.read(bytes);
      int bodyBytes = Math.min(header.bodyBytes(), bytes.remaining());
      bytes.limit(Frame.HEADER_BYTES + bodyBytes);
      ByteBuffer again = again(new Frame(header.type(), bytes.slice()));
      ByteBuffer read =
          ByteBuffer.wrap(input.clone(), 0, bytes.limit()).putInt(1, bodyBytes).rewind();
      if (!again.equals(read)) {
        throw new AssertionError(header.type() + " has other bytes when it is written again");
      }
    } catch (ProtocolException e) {
      if (e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }

  /** Reads a message and writes it again. */
  private static ByteBuffer again(Frame frame) throws ProtocolException {
    return switch (frame.type()) {
      case HELLO -> Message.Hello.decode(frame).encode();
      case ADVERTISEMENT -> Message.encode(Message.advertisement(frame, MOST));
      case HEARTBEAT -> Message.heartbeat(Message.heartbeat(frame));
      case MORE -> Message.More.decode(frame).encode();
      case OPEN -> Message.Open.decode(frame).encode();
      case DATA -> data(frame);
      case REFUSED, UNREACHABLE -> {
        ByteBuffer again = Frame.body(frame.type()).name(frame.name()).finish();
        frame.end();
        yield again;
      }
      default -> {
        frame.end();
        yield Frame.of(frame.type());
      }
    };
  }

  private static ByteBuffer data(Frame frame) {
    int length = frame.body().remaining();
    ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES + length);
    new Frame.Header(frame.type(), length).write(bytes, 0);
    return bytes.position(Frame.HEADER_BYTES).put(frame.body()).flip();
  }
}
