package io.spillway.router.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of the soak; it checks every byte that comes back. Owned by one thread. */
final class Client {

  /** How a client behaves. */
  enum Manner {
    /** Says something, hears it again, and closes in order. */
    CALM,
    /** Resets the connection while bytes are on their way. */
    RESET,
    /** Ends its own direction, and then reads what is still to come. */
    HALF_CLOSE,
    /** Writes as much as it can without reading, and reads it all in the end. */
    SLOW,
    /** Writes as much as it can without reading, and then resets. */
    SLOW_RESET
  }

  private enum State {
    CONNECTING,
    GREETING,
    HELD,
    FINISHING,
    DONE
  }

  private static final int GREETING_BYTES = 64;
  private static final int LAST_WORDS_BYTES = 8 * 1024;
  private static final int MOST_WITHOUT_READING = 8 * 1024 * 1024;
  private static final int SMALL_WINDOW_BYTES = 8 * 1024;

  private final int number;
  private final Manner manner;
  private final SocketChannel channel;
  private final SelectionKey key;
  private State state = State.CONNECTING;
  private int sent;
  private int received;
  private int toSend = GREETING_BYTES;

  Client(int number, Manner manner, InetSocketAddress target, Selector selector)
      throws IOException {
    this.number = number;
    this.manner = manner;
    this.channel = SocketChannel.open();
    channel.configureBlocking(false);
    if (isSlow()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW_BYTES); // so that it fills
    }
    channel.connect(target);
    this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  boolean isHeld() {
    return state == State.HELD;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Does what the socket is ready for. */
  void ready(ByteBuffer buffer) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      state = State.GREETING;
    }
    if (state != State.HELD || isSlow()) {
      write(buffer);
    }
    if (state == State.GREETING || state == State.FINISHING) {
      read(buffer);
    }
    if (state == State.GREETING && received == GREETING_BYTES) {
      state = State.HELD;
      if (isSlow()) {
        toSend = MOST_WITHOUT_READING;
      }
    }
    if (state != State.DONE) {
      key.interestOps(interest());
    }
  }

  /** Ends what was held, in the client's manner. */
  void release(ByteBuffer buffer) throws IOException {
    state = State.FINISHING;
    if (manner != Manner.CALM && !isSlow()) {
      toSend += LAST_WORDS_BYTES;
    }
    if (manner == Manner.RESET || manner == Manner.SLOW_RESET) {
      write(buffer);
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      close();
    } else {
      if (sent == toSend) {
        channel.shutdownOutput();
      }
      key.interestOps(interest());
    }
  }

  private boolean isSlow() {
    return manner == Manner.SLOW || manner == Manner.SLOW_RESET;
  }

  private int interest() {
    boolean reads = state == State.GREETING || state == State.FINISHING;
    return (reads ? SelectionKey.OP_READ : 0) | (sent < toSend ? SelectionKey.OP_WRITE : 0);
  }

  private void write(ByteBuffer buffer) throws IOException {
    if (sent == toSend) {
      return;
    }
    buffer.clear();
    for (int i = sent; i < toSend && buffer.hasRemaining(); i++) {
      buffer.put(byteAt(i));
    }
    sent += channel.write(buffer.flip());
    if (sent == toSend && state == State.FINISHING) {
      channel.shutdownOutput();
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    int count = channel.read(buffer.clear());
    for (int i = 0; i < count; i++, received++) {
      if (buffer.get(i) != byteAt(received)) {
        throw new IOException("byte " + received + " is not the one that was sent");
      }
    }
    if (count < 0) {
      if (state != State.FINISHING || received != toSend) {
        throw new IOException("ended after " + received + " of " + toSend + " bytes");
      }
      close();
    }
  }

  private void close() throws IOException {
    state = State.DONE;
    channel.close();
  }

  @Override
  public String toString() {
    return number + ", " + manner + ", " + state + ", sent " + sent + ", received " + received;
  }

  private byte byteAt(int position) {
    return (byte) (31 * position + number);
  }
}
