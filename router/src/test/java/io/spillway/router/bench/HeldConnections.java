package io.spillway.router.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connections that have carried a message both ways, and then do nothing. */
final class HeldConnections implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Opens them one after another.
   *
   * @throws IOException if one is not served within ten seconds; none is left open then
   */
  static HeldConnections open(InetSocketAddress address, int count) throws IOException {
    HeldConnections held = new HeldConnections();
    try {
      for (int i = 0; i < count; i++) {
        held.sockets.add(echoed(address));
      }
      return held;
    } catch (IOException e) {
      int served = held.sockets.size();
      held.close();
      throw new IOException(
          "connection " + (served + 1) + " of " + count + " was not served: " + e, e);
    }
  }

  private static Socket echoed(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(address, TIMEOUT_MILLIS);
      ByteBuffer message = ByteBuffer.allocate(Protocol.MESSAGE_BYTES);
      Protocol.message(message, Protocol.ECHO, Protocol.MESSAGE_BYTES, socket.getLocalPort());
      socket.getOutputStream().write(message.array());
      byte[] answer = socket.getInputStream().readNBytes(Protocol.MESSAGE_BYTES);
      if (!Arrays.equals(answer, message.array())) {
        throw new IOException("the answer is not what was sent, but " + answer.length + " bytes");
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }
}
