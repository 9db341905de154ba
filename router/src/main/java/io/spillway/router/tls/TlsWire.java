package io.spillway.router.tls;

import io.spillway.router.relay.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tlschannel.ClientTlsChannel;
import tlschannel.HeapBufferAllocator;
import tlschannel.NeedsReadException;
import tlschannel.NeedsTaskException;
import tlschannel.NeedsWriteException;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;

/**
 * Encrypted bytes. Owned by the loop's thread.
 *
 * <p>The end of a direction is not said in TLS (close_notify), which would end the other direction
 * too: on links it is said by a frame, so that a forged end of the connection is no end of a
 * stream.
 */
final class TlsWire implements Wire {

  private static final Logger LOG = LoggerFactory.getLogger(TlsWire.class);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final TlsContext context;
  private final SocketChannel socket;
  private final SSLEngine engine;
  private final TlsChannel channel;
  private Optional<Runnable> task = Optional.empty();
  private boolean holdsInput;
  private boolean holdsOutput;

  private TlsWire(TlsContext context, SocketChannel socket, SSLEngine engine, TlsChannel channel) {
    this.context = context;
    this.socket = socket;
    this.engine = engine;
    this.channel = channel;
  }

  /** {@return the dialler's end} */
  static TlsWire client(TlsContext context, String host, int port, SocketChannel socket) {
    SSLEngine engine = context.client(host, port);
    HeapBufferAllocator heap = new HeapBufferAllocator();
    TlsChannel channel =
        ClientTlsChannel.newBuilder(socket, engine)
            .withPlainBufferAllocator(heap)
            .withEncryptedBufferAllocator(heap)
            .withRunTasks(false)
            .build();
    return new TlsWire(context, socket, engine, channel);
  }

  /** {@return the acceptor's end} */
  static TlsWire server(TlsContext context, SocketChannel socket) {
    SSLEngine engine = context.server();
    HeapBufferAllocator heap = new HeapBufferAllocator();
    TlsChannel channel =
        ServerTlsChannel.newBuilder(socket, context.context())
            .withEngineFactory(any -> engine)
            .withPlainBufferAllocator(heap)
            .withEncryptedBufferAllocator(heap)
            .withRunTasks(false)
            .build();
    return new TlsWire(context, socket, engine, channel);
  }

  /**
   * Goes on with the handshake.
   *
   * @return what it waits for, as in {@link SelectionKey}; 0 for {@link #task}, or if it is done
   * @throws IOException if there is none; the other side has been told why, if it listens
   */
  int handshake() throws IOException {
    task = Optional.empty();
    try {
      channel.handshake();
      holdsInput = true; // what comes first may have come with the end of the handshake
      return 0;
    } catch (NeedsReadException e) {
      return SelectionKey.OP_READ;
    } catch (NeedsWriteException e) {
      return SelectionKey.OP_WRITE;
    } catch (NeedsTaskException e) {
      Runnable computation = e.getTask();
      task = Optional.of(() -> computeUnlessClosed(computation));
      return 0;
    } catch (SSLException e) {
      throw failed(e);
    } catch (ClosedChannelException e) {
      throw TlsFailure.ended(context, e);
    }
  }

  /** Its turn may come late, when many shake hands: then nobody may need it any more. */
  private void computeUnlessClosed(Runnable computation) {
    if (socket.isOpen()) {
      computation.run();
    }
  }

  /** {@return what has to be computed, on any thread, before the handshake can go on} */
  Optional<Runnable> task() {
    return task;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int begin = target.position();
    int last = 0;
    try {
      // A call gives one record, of 16 KiB at most.
      while (target.hasRemaining() && (last = channel.read(target)) > 0) {
        holdsInput = true;
      }
      int count = target.position() - begin;
      return count > 0 || last >= 0 ? count : last;
    } catch (NeedsReadException e) {
      holdsInput = false;
      return target.position() - begin;
    } catch (NeedsWriteException e) {
      holdsOutput = true; // an answer to a new key has to go first
      return target.position() - begin;
    } catch (SSLException e) {
      throw failed(e);
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  @Override
  public boolean holdsInput() {
    return holdsInput;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    try {
      channel.write(source);
      holdsOutput = false;
    } catch (NeedsWriteException e) {
      holdsOutput = true; // a record, of which the source knows nothing any more
    } catch (NeedsReadException | NeedsTaskException e) {
      throw new IOException("the other side wants to negotiate TLS again, which is not done here");
    } catch (SSLException e) {
      throw failed(e);
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  @Override
  public boolean holdsOutput() {
    return holdsOutput;
  }

  @Override
  public Optional<String> peerSubject() {
    try {
      return Optional.of(engine.getSession().getPeerPrincipal().getName());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // before the end of the handshake
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close: {}", e.toString());
    }
  }

  /** What the channel says after a break, without a word why. */
  private static IOException closed(ClosedChannelException cause) {
    return new IOException("the encrypted connection is closed", cause);
  }

  /** Tells the other side, as far as that works: it is there that the remedy may be. */
  private TlsFailure failed(SSLException cause) {
    try {
      ByteBuffer alert = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(NOTHING.duplicate(), alert);
      socket.write(alert.flip());
    } catch (IOException e) {
      LOG.trace("no alert", e);
    }
    return TlsFailure.of(context, cause);
  }
}
