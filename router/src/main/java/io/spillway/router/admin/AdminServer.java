package io.spillway.router.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.spillway.router.file.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin endpoint, over HTTP: {@code GET /healthz}, {@code /readyz}, {@code /metrics}, {@code
 * /network} and {@code POST /reload}. Safe for use by several threads.
 *
 * <p>It asks nobody who he is. A reload is taken from loopback only: an endpoint that others can
 * reach, to be scraped, lets them look and change nothing.
 *
 * <p>It is the JDK's own server, which brings no dependency, on threads of its own, so that it
 * answers also when a loop of the router hangs. A request that does not come, or an answer that is
 * not taken, within {@value #LONGEST_SECONDS} s ends its connection; a request has no body. A
 * reload may wait, for a disk or a loop: one at a time keeps one thread busy at most, and the
 * others answer.
 */
public final class AdminServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final String LONGEST_SECONDS = "3";
  private static final int THREADS = 4;
  private static final int WAITING_REQUESTS = 64;
  private static final long IDLE_SECONDS = 10;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  static {
    // The JDK's server reads its bounds from system properties, once, and has none by default.
    for (String bound : List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime")) {
      if (System.getProperty(bound) == null) {
        System.setProperty(bound, LONGEST_SECONDS);
      }
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicBoolean reloading = new AtomicBoolean();
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final ExpositionFormats formats = ExpositionFormats.init();

  private AdminServer(HttpServer server, String threadName, Runnable onStart) {
    this.server = server;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_REQUESTS),
            task -> {
              Thread thread =
                  new Thread(
                      () -> {
                        onStart.run();
                        task.run();
                      },
                      threadName);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** An answer. */
  private record Answer(int status, String contentType, String body) {}

  /** Answers a request. */
  @FunctionalInterface
  private interface Handler {
    Answer answer(HttpExchange exchange) throws IOException;
  }

  /** What is at a path. */
  private record Page(String method, Handler handler) {}

  /**
   * Binds the endpoint; {@link #start} makes it answer.
   *
   * @param address where to listen
   * @param threadName the name of its threads
   * @param onStart runs first on each of them
   * @return the endpoint
   * @throws IOException if the address cannot be bound
   */
  public static AdminServer bind(InetSocketAddress address, String threadName, Runnable onStart)
      throws IOException {
    return new AdminServer(HttpServer.create(address, 0), threadName, onStart);
  }

  /**
   * Answers from now on.
   *
   * @param router what is shown
   */
  public void start(Operations router) {
    pages.put("/healthz", new Page("GET", exchange -> healthz(router)));
    pages.put("/readyz", new Page("GET", exchange -> readyz(router)));
    pages.put("/metrics", new Page("GET", exchange -> metrics(router, exchange)));
    pages.put("/network", new Page("GET", exchange -> json(OK, router.network())));
    pages.put("/reload", new Page("POST", exchange -> reload(router, exchange.getRemoteAddress())));
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** {@return where it listens} */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        answer = error(FAILED, List.of("this is an error of the router: " + e));
      }
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Optional<Page> page = Optional.ofNullable(pages.get(exchange.getRequestURI().getPath()));
    if (page.isEmpty()) {
      return error(NOT_FOUND, List.of("there is no such path; there are " + pages.keySet()));
    }
    if (!page.get().method().equals(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", page.get().method());
      return error(METHOD_NOT_ALLOWED, List.of("use " + page.get().method()));
    }
    if (exchange.getRequestBody().read() >= 0) {
      exchange.getResponseHeaders().set("Connection", "close");
      return error(TOO_LARGE, List.of("no request here has a body; send none"));
    }
    return page.get().handler().answer(exchange);
  }

  private static Answer healthz(Operations router) throws JsonProcessingException {
    Liveness liveness = router.liveness();
    return json(liveness.healthy() ? OK : UNAVAILABLE, liveness);
  }

  private static Answer readyz(Operations router) throws JsonProcessingException {
    Readiness readiness = router.readiness();
    return json(readiness.ready() ? OK : UNAVAILABLE, readiness);
  }

  private Answer metrics(Operations router, HttpExchange exchange) throws IOException {
    ExpositionFormatWriter writer =
        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, MetricsPage.of(router));
    return new Answer(OK, writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }

  private Answer reload(Operations router, InetSocketAddress asker) throws JsonProcessingException {
    if (!asker.getAddress().isLoopbackAddress()) {
      return error(
          FORBIDDEN,
          List.of(
              "a reload is not taken from "
                  + asker.getAddress().getHostAddress()
                  + ", only from loopback; send the router SIGHUP, or ask at its own machine (in"
                  + " its own container)"));
    }
    if (!reloading.compareAndSet(false, true)) {
      return error(
          CONFLICT,
          List.of("another request reloads just now, nothing has changed; send this one again"));
    }
    try {
      return json(OK, router.reload());
    } catch (ReloadRefusedException e) {
      return error(BAD_REQUEST, e.problems());
    } catch (IOException e) {
      return error(BAD_REQUEST, List.of(Unreadable.words(e)));
    } finally {
      reloading.set(false);
    }
  }

  private static Answer error(int status, List<String> problems) throws JsonProcessingException {
    return json(status, Map.of("problems", problems));
  }

  private static Answer json(int status, Object value) throws JsonProcessingException {
    return new Answer(status, JSON, MAPPER.writeValueAsString(value) + "\n");
  }

  /** Closes the port, and ends what is being answered. Idempotent. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
