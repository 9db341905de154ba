package io.spillway.router;

import io.spillway.router.admin.Operations.Reloads;
import io.spillway.router.admin.ReloadRefusedException;
import io.spillway.router.admin.ReloadResult;
import io.spillway.router.config.RouterConfigException;
import io.spillway.router.tls.CredentialsException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what has become of reloads. Any thread may ask, one at a time may tell. */
final class ReloadLog {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadLog.class);

  private volatile Reloads reloads = new Reloads(0, 0);

  /** {@return reloads so far} */
  Reloads reloads() {
    return reloads;
  }

  /**
   * Does what changes nothing yet.
   *
   * @throws ReloadRefusedException if it fails as input can; other failures are thrown as they are
   */
  <T, E extends Exception> T unchanged(SiteContext.Work<T, E> work) throws E {
    try {
      return work.run();
    } catch (ReloadRefusedException e) {
      throw e; // is logged and counted
    } catch (RouterConfigException e) {
      throw refused(e.problems().stream().map(Object::toString).toList());
    } catch (RouterStartException | CredentialsException e) {
      throw refused(List.of(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      throw unexpected(e);
    } catch (Exception e) {
      refused(List.of(e.toString()));
      throw e;
    }
  }

  void done(ReloadResult result) {
    reloads = new Reloads(reloads.done() + 1, reloads.refused());
    LOG.info("reloaded: {}", result);
  }

  /** {@return what to throw, when nothing has changed} */
  ReloadRefusedException refused(List<String> problems) {
    countRefusal();
    LOG.warn("not reloaded, nothing has changed: {}", String.join("; ", problems));
    return new ReloadRefusedException(problems);
  }

  /** {@return what to throw, when nothing has changed because of a defect} */
  RuntimeException unexpected(RuntimeException failure) {
    countRefusal();
    LOG.error("not reloaded, nothing has changed: a defect of this router", failure);
    return failure;
  }

  /** {@return what to throw, when nobody knows what has changed} */
  RuntimeException halfway() {
    countRefusal();
    String problem =
        "the change was begun and has not come to its end, so that a part of it may hold; see the"
            + " log, and start this router again";
    LOG.error("{}", problem);
    return new IllegalStateException(problem);
  }

  private void countRefusal() {
    reloads = new Reloads(reloads.done(), reloads.refused() + 1);
  }
}
