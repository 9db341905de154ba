package io.spillway.suites.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Stands between clients and a listener, and does to their bytes and connections what a faulty
 * router would do: whoever looks from outside cannot tell the two apart. Safe for use by several
 * threads; two of its own serve each connection.
 */
final class FaultyFront implements AutoCloseable {

  /** What is wrong with it. */
  enum Defect {
    /** Nothing, until it is told to break what is established. */
    NONE,
    /** One bit of every 10,000,000th byte to clients is changed. */
    CHANGES_ONE_BYTE_IN_TEN_MILLION,
    /** Of every 300th connection the bytes that come just before the end are lost. */
    LOSES_THE_LAST_BYTES,
    /** Of every 300th connection the bytes are lost with which the client ends its side. */
    LOSES_WHAT_COMES_WITH_THE_CLIENTS_END,
    /** Of every 300th connection the last few bytes are lost before the client ends its side. */
    CUTS_OFF_WHAT_COMES_WITH_THE_CLIENTS_END,
    /**
     * What every 300th client writes goes where the next one is served, and the other way round.
     */
    EXCHANGES_WHAT_TWO_CLIENTS_WRITE,
    /** When a client ends its side, the workload's is ended too. */
    ENDS_BOTH_SIDES_WITH_THE_CLIENTS,
    /** What waits for a slow client when its workload ends is forgotten if it is over 16 KiB. */
    FORGETS_WHAT_WAITS_AT_THE_WORKLOADS_END,
    /**
     * What clients write is passed on every few milliseconds; what waits for that when the client
     * ends its side is forgotten if it is over 16 KiB.
     */
    FORGETS_WHAT_WAITS_AT_THE_CLIENTS_END,
    /**
     * When a site that was away serves a new connection again, established ones are moved there.
     */
    MOVES_AT_FAILBACK,
    /** When more than 250 connections are open, the oldest one is reset. */
    RESETS_THE_OLDEST_BEYOND_250
  }

  private static final int EVERY = 10_000_000;
  private static final int EVERY_CONNECTION = 300;
  private static final int MOST_OPEN = 250;
  private static final int SOON_MILLIS = 100;
  private static final int CUT_BYTES = 2;
  private static final int BUFFER = 16 * 1024;
  private static final Duration GATHERING = Duration.ofMillis(5);

  private final ServerSocket server;
  private final Supplier<InetSocketAddress> listener;
  private final Defect defect;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private final Set<String> returned = ConcurrentHashMap.newKeySet();
  private final Exchanger<byte[]> exchanger = new Exchanger<>();

  FaultyFront(Supplier<InetSocketAddress> listener, Defect defect) {
    this.listener = listener;
    this.defect = defect;
    try {
      server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("faulty-front", this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Resets every connection that is established. */
  void resetAll() {
    passages.forEach(Passage::reset);
  }

  /** Says that a site, or a workload there, was away and is back. */
  void returned(String site) {
    returned.add(site);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resetAll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        try {
          new Passage(client, open(), accepted.incrementAndGet()).start();
          if (defect == Defect.RESETS_THE_OLDEST_BEYOND_250 && passages.size() > MOST_OPEN) {
            resetOldest();
          }
        } catch (IOException e) {
          reset(client); // the listener refuses; clients see that as a reset
        }
      } catch (IOException e) {
        // Closed, which the loop sees.
      }
    }
  }

  private Socket open() throws IOException {
    InetSocketAddress at = listener.get();
    Socket socket = new Socket(at.getAddress(), at.getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private void resetOldest() {
    passages.stream()
        .min(Comparator.comparingLong(passage -> passage.number))
        .filter(passages::remove)
        .ifPresent(Passage::reset);
  }

  private void moveTo(String site) {
    for (Passage passage : passages) {
      if (!passage.site.isEmpty() && !passage.site.equals(site)) {
        passage.move();
      }
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** One connection on its way through. */
  private final class Passage {

    private final Socket client;
    private final long number;
    private volatile Socket upstream;
    private volatile String site = "";
    private boolean ended;

    Passage(Socket client, Socket upstream, long number) throws IOException {
      this.client = client;
      this.upstream = upstream;
      this.number = number;
      client.setTcpNoDelay(true);
    }

    void start() {
      passages.add(this);
      FaultyFront.start("faulty-front-up", this::up);
      FaultyFront.start("faulty-front-down", this::down);
    }

    void reset() {
      FaultyFront.reset(client);
      FaultyFront.reset(upstream);
    }

    /** Leads it to wherever the router leads new connections now. */
    void move() {
      try {
        Socket another = open();
        Socket before = upstream;
        if (leadTo(another)) {
          before.close();
        } else {
          FaultyFront.reset(another);
        }
      } catch (IOException e) {
        reset();
      }
    }

    /** Says whether there is anything left to lead. */
    private synchronized boolean leadTo(Socket another) {
      if (!ended) {
        site = "";
        upstream = another;
      }
      return !ended;
    }

    private synchronized void end() {
      ended = true;
      passages.remove(this);
      FaultyFront.reset(upstream);
    }

    private void up() {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = client.getInputStream();
        Optional<ForgetfulOutput> forgetful =
            forgetful(Defect.FORGETS_WHAT_WAITS_AT_THE_CLIENTS_END, upstream, GATHERING);
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          OutputStream out = forgetful.isPresent() ? forgetful.get() : upstream.getOutputStream();
          out.write(passedOn(Arrays.copyOf(buffer, n)));
        }
        if (forgetful.isPresent()) {
          forgetful.get().end();
        }
        if (defect == Defect.ENDS_BOTH_SIDES_WITH_THE_CLIENTS) {
          upstream.close(); // which down() sees
        } else {
          upstream.shutdownOutput();
        }
      } catch (IOException e) {
        // Broken by either side: down() sees that too.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** What keeps bytes for this socket, if that is what is wrong. */
    private Optional<ForgetfulOutput> forgetful(Defect wrong, Socket sink, Duration gathering)
        throws IOException {
      return defect == wrong
          ? Optional.of(new ForgetfulOutput(sink.getOutputStream(), gathering))
          : Optional.empty();
    }

    /** What becomes of a piece of what the client wrote. */
    private byte[] passedOn(byte[] piece) throws IOException, InterruptedException {
      boolean every = number % EVERY_CONNECTION == 0;
      return switch (defect) {
        case LOSES_WHAT_COMES_WITH_THE_CLIENTS_END ->
            every && endsSoon(client) ? new byte[0] : piece;
        case CUTS_OFF_WHAT_COMES_WITH_THE_CLIENTS_END ->
            every && endsSoon(client)
                ? Arrays.copyOf(piece, Math.max(0, piece.length - CUT_BYTES))
                : piece;
        case EXCHANGES_WHAT_TWO_CLIENTS_WRITE -> exchanged(piece);
        default -> piece;
      };
    }

    /** Another client's piece, if both write soon enough one after the other. */
    private byte[] exchanged(byte[] piece) throws InterruptedException {
      if (number < EVERY_CONNECTION || number % EVERY_CONNECTION > 1) {
        return piece;
      }
      try {
        return exchanger.exchange(piece, SOON_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return piece;
      }
    }

    private void down() {
      byte[] buffer = new byte[BUFFER];
      try (client) {
        Optional<ForgetfulOutput> forgetful =
            forgetful(Defect.FORGETS_WHAT_WAITS_AT_THE_WORKLOADS_END, client, Duration.ZERO);
        OutputStream out = forgetful.isPresent() ? forgetful.get() : client.getOutputStream();
        for (Socket from = upstream; copy(from, buffer, out) || from != upstream; ) {
          from = upstream;
        }
        if (forgetful.isPresent()) {
          forgetful.get().end();
        }
      } catch (IOException e) {
        reset();
      } finally {
        end();
      }
    }

    /** Copies one piece; says whether there may be another. */
    private boolean copy(Socket from, byte[] buffer, OutputStream out) throws IOException {
      InputStream in = from.getInputStream();
      int n;
      try {
        n = in.read(buffer);
      } catch (IOException e) {
        if (from != upstream) {
          return false; // it was moved
        }
        throw e;
      }
      if (n < 0 || (loses() && endsSoon(from))) {
        return false;
      }
      change(buffer, n);
      recognize(buffer, n);
      out.write(buffer, 0, n);
      return true;
    }

    private boolean loses() {
      return defect == Defect.LOSES_THE_LAST_BYTES && number % EVERY_CONNECTION == 0;
    }

    private boolean endsSoon(Socket from) throws IOException {
      from.setSoTimeout(SOON_MILLIS);
      try {
        return from.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } finally {
        from.setSoTimeout(0);
      }
    }

    private void change(byte[] buffer, int n) {
      long before = bytes.getAndAdd(n);
      long next = (before / EVERY + 1) * EVERY;
      if (defect == Defect.CHANGES_ONE_BYTE_IN_TEN_MILLION && next <= before + n) {
        buffer[(int) (next - before - 1)] ^= 1;
      }
    }

    private void recognize(byte[] buffer, int n) {
      if (site.isEmpty()) {
        String line = new String(Arrays.copyOf(buffer, n), StandardCharsets.ISO_8859_1);
        site = line.startsWith("spillway/1 ") ? line.split(" ", 3)[1] : "?";
        if (defect == Defect.MOVES_AT_FAILBACK && returned.remove(site)) {
          moveTo(site);
        }
      }
    }
  }
}
