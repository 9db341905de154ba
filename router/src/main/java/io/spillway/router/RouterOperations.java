package io.spillway.router;

import io.spillway.router.admin.Liveness;
import io.spillway.router.admin.NetworkStatus;
import io.spillway.router.admin.Operations;
import io.spillway.router.admin.Readiness;
import io.spillway.router.admin.ReloadResult;
import io.spillway.router.link.LinkCounters;
import io.spillway.router.stream.StreamCounters;
import java.io.IOException;

/**
 * A router as its admin endpoint sees it: what programs that embed the router have no use for stays
 * out of {@link Router}.
 *
 * @param router the router
 * @param status says what it knows
 * @param counters what became of streams
 */
record RouterOperations(Router router, RouterStatus status, StreamCounters counters)
    implements Operations {

  @Override
  public Liveness liveness() {
    return status.liveness();
  }

  @Override
  public Readiness readiness() {
    return RouterStatus.readiness(router.phase(), router.mesh().view(), router.site());
  }

  @Override
  public NetworkStatus network() {
    return router.network();
  }

  @Override
  public int buffersOutstanding() {
    return router.buffersOutstanding();
  }

  @Override
  public LinkTroubles linkTroubles() {
    LinkCounters links = router.linkCounters();
    return new LinkTroubles(
        links.handshakesFailed(),
        links.handshakesRefused(),
        links.streamsRefused(),
        links.protocolErrors(),
        links.tlsFailures(),
        links.advertisementsRefused(),
        links.linksLeftOut());
  }

  @Override
  public Reloads reloads() {
    return router.reloader().reloads();
  }

  @Override
  public ReloadResult reload() throws IOException {
    return router.reload();
  }
}
