package io.spillway.router;

import static io.spillway.router.TestSites.LIMIT;
import static io.spillway.router.TestSites.assertAlive;
import static io.spillway.router.TestSites.awaitSites;
import static io.spillway.router.TestSites.connect;
import static io.spillway.router.TestSites.freePort;
import static io.spillway.router.TestSites.hold;
import static io.spillway.router.TestSites.howItEnds;
import static io.spillway.router.TestSites.site;
import static io.spillway.router.TestSites.whoServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.router.TestSites.SiteFile;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfig.Tls;
import io.spillway.router.link.LinkCounters;
import io.spillway.router.stream.TargetCounters;
import io.spillway.router.tls.CredentialsException;
import io.spillway.router.tls.TestAuthority;
import io.spillway.router.tls.TestAuthority.Issued;
import io.spillway.router.tls.TestAuthority.KeyForm;
import io.spillway.router.tls.TlsTap;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTlsTest {

  private static final RouterOptions OPTIONS = RouterOptions.defaults();

  private final TestAuthority authority = new TestAuthority("test authority");
  private final TestSites sites = new TestSites();
  private final List<Router> routers = new ArrayList<>();

  @AfterEach
  void closeAll() {
    routers.forEach(Router::close);
    sites.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void streams_pass_encrypted_links_in_both_directions(int loops) throws Exception {
    Workload a = sites.with(Workload.named("a"));
    Workload b = sites.with(Workload.named("b"));
    RouterOptions options = OPTIONS.with(o -> o.loops(loops));
    Router east =
        start(
            site("east").access().listener("at-west").connector("at-east", a.port()),
            credentials("east", KeyForm.PKCS1),
            options);
    Router west =
        start(
            site("west").link("e", east, 1).listener("at-east").connector("at-west", b.port()),
            credentials("west", KeyForm.SEC1),
            options);
    awaitSites(west, "west", "east");
    awaitSites(east, "west", "east");

    for (int i = 0; i < 20; i++) { // far more than there are spare connections
      assertThat(whoServes(west, "at-east")).isEqualTo("a");
      assertThat(whoServes(east, "at-west")).isEqualTo("b");
    }
    await("streams to end").atMost(LIMIT).until(() -> west.stats().relaying() == 0);
    assertThat(west.stats().reset() + east.stats().reset()).isZero();
    assertThat(east.linkCounters().tlsFailures()).isZero();
  }

  @Test
  void bytes_and_both_ends_of_a_stream_pass_two_encrypted_links() throws Exception {
    Workload echo = sites.with(Workload.echo());
    Router east = start(site("east").access().connector("echo", echo.port()), credentials("east"));
    Router middle = start(site("middle").access().link("e", east, 1), credentials("middle"));
    Router west = start(site("west").link("m", middle, 1).listener("echo"), credentials("west"));
    awaitSites(west, "west", "middle", "east");
    byte[] sent = new byte[4_000_000];
    new Random(3).nextBytes(sent);

    try (Socket client = connect(west, "echo")) {
      Workload.daemon(
          () -> {
            try {
              client.getOutputStream().write(sent);
              client.shutdownOutput();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
    }
    for (Router router : routers) {
      await("streams at " + router.site() + " to end")
          .atMost(LIMIT)
          .until(() -> router.stats().relaying() == 0);
      assertThat(router.stats().reset()).isZero();
      assertThat(router.stats().buffersOutstanding()).isZero();
    }
  }

  @Test
  void dialler_without_tls_gets_nothing_and_others_are_served() throws Exception {
    Router east = start(site("east").access(), credentials("east"));
    Router plain = start(site("plain").link("e", east, 1), Optional.empty());

    awaitCount("TLS failures of the acceptor", east.linkCounters()::tlsFailures);
    awaitCount("failed handshakes of the dialler", plain.linkCounters()::handshakesFailed);

    assertThat(plain.reachableSites()).isEqualTo(Set.of("plain"));
    assertOthersAreServed(east);
  }

  @Test
  void acceptor_without_tls_is_no_link_for_a_dialler_with() {
    Router east = start(site("east").access(), Optional.empty());
    Router west = start(site("west").link("e", east, 1), credentials("west"));

    awaitCount("protocol errors of the acceptor", east.linkCounters()::protocolErrors);
    awaitCount("failed handshakes of the dialler", west.linkCounters()::handshakesFailed);

    assertThat(west.reachableSites()).isEqualTo(Set.of("west"));
    assertThat(east.reachableSites()).isEqualTo(Set.of("east"));
  }

  @Test
  void dialler_of_another_authority_gets_nothing_and_others_are_served() throws Exception {
    Router east = start(site("east").access(), credentials("east"));
    Issued stranger = new TestAuthority("another authority").issue("stranger");
    Issued trusting =
        new Issued(authority.issue("any").authorities(), stranger.certificate(), stranger.key());
    Router other = start(site("other").link("e", east, 1), Optional.of(tls("o", trusting)));

    awaitCount("TLS failures of the acceptor", east.linkCounters()::tlsFailures);

    assertThat(other.reachableSites()).isEqualTo(Set.of("other"));
    assertOthersAreServed(east);
  }

  @Test
  void client_without_a_certificate_reads_not_one_byte() throws Exception {
    Router east = start(site("east").access(), credentials("east"));

    try (Socket client = trustingSocket(east)) {
      client.setSoTimeout((int) LIMIT.toMillis());
      client.getOutputStream().write(0);
      assertThat(client.getInputStream().readNBytes(1)).isEmpty();
    } catch (IOException e) {
      assertThat(e).isInstanceOfAny(SSLException.class, SocketException.class);
    }

    awaitCount("TLS failures of the acceptor", east.linkCounters()::tlsFailures);
  }

  @Test
  void garbage_and_silence_are_closed_and_others_are_served() throws Exception {
    Router east =
        start(
            site("east").access(),
            credentials("east"),
            OPTIONS.with(o -> o.handshakeTimeout(Duration.ofSeconds(2))));
    byte[] garbage = new byte[500];
    new Random(9).nextBytes(garbage);

    try (Socket noise = linkSocket(east);
        Socket silence = linkSocket(east);
        Socket cut = linkSocket(east)) {
      noise.getOutputStream().write(garbage);
      cut.getOutputStream().write(new byte[] {22, 3, 1, 2});
      cut.shutdownOutput();
      howItEnds(noise);
      howItEnds(cut);
      assertThat(howItEnds(silence)).isEqualTo("end");
    }

    assertThat(east.linkCounters().handshakesFailed()).isEqualTo(3);
    assertOthersAreServed(east);
  }

  @Test
  void client_that_gives_up_a_workload_that_hangs_leaves_nothing_behind() throws Exception {
    CompletableFuture<Void> released = new CompletableFuture<>();
    Workload hung = sites.with(Workload.of(socket -> released.join()));
    Router east = start(site("east").access().connector("k", hung.port()), credentials("east"));
    Router west = start(site("west").link("e", east, 1).listener("k"), credentials("west"));
    awaitSites(west, "west", "east");
    Socket client = connect(west, "k");

    writeUntilNothingIsTaken(client, west, east);
    client.setSoLinger(true, 0);
    client.close();

    for (Router router : List.of(west, east)) {
      await("the stream at " + router.site() + " to end")
          .atMost(LIMIT)
          .until(() -> router.stats().relaying() == 0);
    }
    released.complete(null);
  }

  /** Each piece is a frame, and a record: what waits in the end waits encrypted and whole. */
  private static void writeUntilNothingIsTaken(Socket client, Router west, Router east)
      throws IOException {
    byte[] piece = new byte[15 * 1024];
    Callable<Boolean> nothingIsTaken =
        () -> west.stats().buffersOutstanding() == 1 && east.stats().buffersOutstanding() == 1;
    long[] sent = {0};
    Callable<Boolean> taken =
        () ->
            west.counters().listeners().stream()
                    .flatMap(listener -> listener.targets().stream())
                    .mapToLong(TargetCounters::upstreamBytes)
                    .sum()
                == sent[0];
    AtomicBoolean full = new AtomicBoolean();
    while (!full.get()) {
      client.getOutputStream().write(piece);
      sent[0] += piece.length;
      await("the piece to be taken, or both routers to hold one")
          .atMost(LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                full.set(nothingIsTaken.call());
                return full.get() || taken.call();
              });
    }
  }

  @Test
  void one_handshake_more_than_allowed_ends_the_oldest_at_once() throws Exception {
    Router east =
        start(
            site("east").access(),
            credentials("east"),
            RouterOptions.defaults()
                .with(o -> o.handshakes(1).handshakeTimeout(Duration.ofMinutes(1))));

    try (LogLines log = new LogLines(LinkCounters.class);
        Socket first = linkSocket(east);
        Socket second = linkSocket(east)) {
      assertThat(howItEnds(first)).isEqualTo("end");
      assertThat(log.warnings())
          .containsExactly(
              "closed the oldest of 2 connections with 127.0.0.1 on which no HELLO has come, and"
                  + " will others: there are 2 in all, and one less is allowed (--handshakes)");
      assertThat(east.linkCounters().handshakesRefused()).isEqualTo(1);
      assertThat(second.isConnected()).isTrue();
    }
  }

  @Test
  void reload_that_does_not_touch_router_access_keeps_handshakes_and_their_bound()
      throws Exception {
    Optional<Tls> tls = credentials("east");
    Router east =
        start(
            site("east").access(),
            tls,
            OPTIONS.with(o -> o.handshakes(1).handshakeTimeout(Duration.ofMinutes(1))));

    try (Socket first = linkSocket(east);
        Socket second = linkSocket(east)) {
      assertThat(howItEnds(first)).isEqualTo("end");
      east.reload(config(site("east").access(), tls));
      try (Socket third = linkSocket(east)) {
        assertThat(howItEnds(second)).isEqualTo("end");
        assertThat(east.linkCounters().handshakesRefused()).isEqualTo(2);
        assertThat(east.linkCounters().handshakesFailed()).isZero();
        assertThat(third.isConnected()).isTrue();
      }
    }
  }

  @Test
  void reload_that_changes_credentials_of_router_access_ends_handshakes() throws Exception {
    Router east =
        start(
            site("east").access(),
            Optional.empty(),
            OPTIONS.with(o -> o.handshakes(1).handshakeTimeout(Duration.ofMinutes(1))));

    try (Socket first = linkSocket(east);
        Socket second = linkSocket(east)) {
      assertThat(howItEnds(first)).isEqualTo("end"); // so the second one is in
      east.reload(config(site("east").access(), credentials("east")));
      assertThat(howItEnds(second)).isEqualTo("end");
    }
  }

  @Test
  void link_ends_when_router_access_asks_for_tls_and_is_back_when_the_dialler_follows()
      throws Exception {
    assertLinkFollows(Optional.empty(), credentials("east"), credentials("west"));
  }

  @Test
  void link_ends_when_router_access_asks_for_no_tls_and_is_back_when_the_dialler_follows()
      throws Exception {
    assertLinkFollows(credentials("any"), Optional.empty(), Optional.empty());
  }

  @Test
  void link_ends_when_router_access_trusts_another_authority_and_is_back_when_the_dialler_follows()
      throws Exception {
    TestAuthority other = new TestAuthority("another authority");
    assertLinkFollows(
        credentials("any"),
        Optional.of(tls("east", other.issue("east"))),
        Optional.of(tls("west", other.issue("west"))));
  }

  private void assertLinkFollows(
      Optional<Tls> before, Optional<Tls> acceptor, Optional<Tls> dialler) throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    SiteFile eastFile = site("east").access(freePort()).connector("k", a.port());
    Router east = start(eastFile, before);
    SiteFile westFile = site("west").link("e", east, 1).listener("k");
    Router west = start(westFile, before);
    awaitSites(west, "west", "east");
    Socket held = hold(west, "k", "a");

    east.reload(config(eastFile, acceptor));
    assertThat(howItEnds(held)).isEqualTo("reset");
    awaitCount("handshakes that failed", west.linkCounters()::handshakesFailed);
    assertThat(west.reachableSites()).isEqualTo(Set.of("west"));
    assertThat(east.reachableSites()).isEqualTo(Set.of("east"));

    west.reload(config(westFile, dialler));
    awaitSites(west, "west", "east");
    awaitSites(east, "west", "east");
    assertThat(whoServes(west, "k")).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void dialler_that_renews_its_certificate_keeps_its_streams_and_shows_the_new_one_from_then_on(
      int loops) throws Exception {
    RouterOptions options = OPTIONS.with(o -> o.loops(loops).spareStreams(0));
    Workload a = sites.with(Workload.namedEcho("a"));
    Workload b = sites.with(Workload.namedEcho("b"));
    Router east =
        start(
            site("east").access().listener("b").connector("a", a.port()),
            Optional.empty(),
            OPTIONS.with(o -> o.spareStreams(0)));
    Issued old = authority.issue("west");
    Issued renewed = authority.issue("west");
    try (TlsTap tap = new TlsTap(authority.issue("east"), east.linkAddress().getPort())) {
      SiteFile file = site("west").link("e", tap.port(), 1).listener("a").connector("b", b.port());
      Router west = start(file, Optional.of(tls("w", old)), options);
      awaitSites(west, "west", "east");
      awaitSites(east, "west", "east");
      Socket there = hold(west, "a", "a");
      Socket back = hold(east, "b", "b");
      int before = tap.shown().size();
      assertThat(tap.shown()).containsOnly(old.serial());

      assertThat(west.reload(config(file, Optional.of(tls("w", renewed)))))
          .hasToString("Link 'e' changed (credentials renewed)");

      for (int i = 0; i < loops; i++) {
        assertThat(whoServes(west, "a")).isEqualTo("a");
      }
      assertThat(whoServes(east, "b")).isEqualTo("b");
      assertThat(tap.shown().subList(before, tap.shown().size()))
          .hasSizeGreaterThan(loops) // each stream has a connection of its own
          .containsOnly(renewed.serial());
      assertAlive(there);
      assertAlive(back);
      assertThat(west.network().links().get(0).sessions()).isEqualTo(1);

      int cut = tap.shown().size();
      tap.cutAll();
      await("the link to be opened again")
          .atMost(LIMIT)
          .until(() -> west.network().links().get(0).sessions() > 1);
      assertThat(tap.shown().subList(cut, tap.shown().size())).containsOnly(renewed.serial());
    }
  }

  @Test
  void acceptor_that_renews_its_certificate_keeps_its_streams_and_shows_the_new_one_from_then_on()
      throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Workload b = sites.with(Workload.namedEcho("b"));
    Issued old = authority.issue("east");
    Issued renewed = authority.issue("east");
    SiteFile file = site("east").access(freePort()).listener("b").connector("a", a.port());
    Router east = start(file, Optional.of(tls("e", old)));
    Router west =
        start(
            site("west").link("e", east, 1).listener("a").connector("b", b.port()),
            credentials("west"));
    awaitSites(west, "west", "east");
    awaitSites(east, "west", "east");
    Socket there = hold(west, "a", "a");
    Socket back = hold(east, "b", "b");
    assertThat(serialOf(east)).isEqualTo(old.serial());

    assertThat(east.reload(config(file, Optional.of(tls("e", renewed)))))
        .hasToString("RouterAccess 'access' changed (credentials renewed)");

    assertThat(serialOf(east)).isEqualTo(renewed.serial());
    for (int i = 0; i < 20; i++) { // far more than there are spare connections
      assertThat(whoServes(west, "a")).isEqualTo("a");
      assertThat(whoServes(east, "b")).isEqualTo("b");
    }
    assertAlive(there);
    assertAlive(back);
    assertThat(west.network().links().get(0).sessions()).isEqualTo(1);
  }

  @Test
  void acceptor_that_renews_its_certificate_lets_handshakes_end() throws Exception {
    RouterOptions options =
        OPTIONS.with(o -> o.handshakes(1).handshakeTimeout(Duration.ofMinutes(1)));
    SiteFile file = site("east").access(freePort());
    Router east = start(file, credentials("east"), options);

    try (Socket first = linkSocket(east);
        Socket second = linkSocket(east)) {
      assertThat(howItEnds(first)).isEqualTo("end"); // so the second one is in
      east.reload(config(file, credentials("east")));

      second.setSoTimeout(1);
      assertThatThrownBy(second.getInputStream()::read).isInstanceOf(SocketTimeoutException.class);
      assertThat(east.linkCounters().handshakesFailed()).isZero();
    }
  }

  @Test
  void link_is_opened_anew_when_the_dialler_gets_a_certificate_with_another_subject()
      throws Exception {
    Workload a = sites.with(Workload.namedEcho("a"));
    Router east = start(site("east").access().connector("a", a.port()), credentials("east"));
    SiteFile file = site("west").link("e", east, 1).listener("a");
    Router west = start(file, Optional.of(tls("w", authority.issue("west"))));
    awaitSites(west, "west", "east");
    Socket held = hold(west, "a", "a");

    assertThat(west.reload(config(file, Optional.of(tls("w", authority.issue("west-2"))))))
        .hasToString("Link 'e' changed (other credentials)");

    assertThat(howItEnds(held)).isEqualTo("reset");
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "a")).isEqualTo("a");
  }

  @Test
  void credentials_that_cannot_be_used_stop_the_start() {
    Tls bad = new Tls("bad", "no PEM", "no PEM", "no PEM");

    assertThatThrownBy(() -> start(site("east").access(), Optional.of(bad)))
        .isInstanceOf(CredentialsException.class)
        .hasMessageStartingWith("credentials 'bad': ca.crt has no block");
  }

  private void assertOthersAreServed(Router east) throws IOException {
    Workload b = sites.with(Workload.named("b"));
    Router west =
        start(
            site("west").link("e", east, 1).listener("k").connector("k", b.port()),
            credentials("west"));
    awaitSites(west, "west", "east");
    assertThat(whoServes(west, "k")).isEqualTo("b");
  }

  private static void awaitCount(String what, LongSupplier count) {
    await(what).atMost(LIMIT).until(() -> count.getAsLong() > 0);
  }

  private static Socket linkSocket(Router router) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), router.linkAddress().getPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket;
  }

  /** Which certificate a router shows to who dials now. */
  private static BigInteger serialOf(Router router) throws Exception {
    try (SSLSocket client = trustingSocket(router)) {
      client.startHandshake();
      return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  /** A TLS client that trusts anybody and has nothing to show. */
  private static SSLSocket trustingSocket(Router router) throws Exception {
    X509TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anybody}, new SecureRandom());
    return (SSLSocket)
        context
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), router.linkAddress().getPort());
  }

  private Optional<Tls> credentials(String owner) {
    return credentials(owner, KeyForm.PKCS8);
  }

  private Optional<Tls> credentials(String owner, KeyForm form) {
    return Optional.of(tls(owner, authority.issue(owner, form)));
  }

  private static Tls tls(String name, Issued issued) {
    return new Tls(name, issued.authorities(), issued.certificate(), issued.key());
  }

  private Router start(SiteFile file, Optional<Tls> tls) {
    return start(file, tls, OPTIONS);
  }

  private Router start(SiteFile file, Optional<Tls> tls, RouterOptions options) {
    Router router = Router.start(config(file, tls), options.with(o -> o.seed(7)));
    routers.add(router);
    return router;
  }

  private static RouterConfig config(SiteFile file, Optional<Tls> tls) {
    RouterConfig plain = file.config();
    return new RouterConfig(
        plain.site(),
        plain.access().map(a -> new RouterConfig.Access(a.name(), a.host(), a.port(), tls)),
        plain.links().stream()
            .map(l -> new RouterConfig.Link(l.name(), l.host(), l.port(), l.cost(), tls))
            .toList(),
        plain.listeners(),
        plain.connectors());
  }
}
