package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryFile;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.runtime.ForwardingRuntime;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.runtime.process.ProcessRuntime;
import io.spillway.harness.runtime.process.ShellDriver;
import io.spillway.harness.topology.Network;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a session blames for what goes wrong, and what it keeps of it. */
@Timeout(120)
class SessionTroubleTest {

  @TempDir Path folder;

  @Test
  void configurationThatTheRouterRefuses_isTheDriversError_andIsKept() throws Exception {
    ShellDriver driver =
        new ShellDriver("exit 1", Optional.of(List.of("sh", "-c", "echo line 7: no; exit 3")));

    ConformanceReport.CaseReport report = judgedOnProcesses(driver);

    assertDriversError(report, "the configuration of the router sh of site west is refused");
    assertThat(report.files())
        .anySatisfy(file -> assertThat(file).endsWith("/west.greeting"))
        .anySatisfy(file -> assertThat(file).endsWith("/west.log"));
    assertThat(Files.readString(scenario(report).resolve("west.log"))).contains("line 7: no");
  }

  @Test
  void routerThatEndsBeforeItIsReady_isTheDriversError() throws Exception {
    ConformanceReport.CaseReport report =
        judgedOnProcesses(new ShellDriver("echo out of luck; exit 4", Optional.empty()));

    assertDriversError(report, "ended by itself with status 4");
    assertThat(Files.readString(scenario(report).resolve("west.log"))).contains("out of luck");
  }

  @Test
  void routerThatIsSaidToBeReadyAndDoesNotListen_isTheDriversError() throws Exception {
    ConformanceReport.CaseReport report =
        judgedOnProcesses(new ShellDriver("echo ready; exec sleep 100", Optional.empty()));

    assertDriversError(report, "is said to be ready, but nothing listens at ");
  }

  @Test
  void driverThatFailsInTheMidst_isTheDriversError() throws Exception {
    ConformanceReport.CaseReport report =
        judged(
            embedded(),
            stage -> {
              throw new FaultException(
                  "site west did not start again", new DriverException("it never gets ready"));
            });

    assertDriversError(report, "it never gets ready");
  }

  @Test
  void scenarioThatFailsInTheMidst_isTheHarnesssError() throws Exception {
    ConformanceReport.CaseReport report =
        judged(
            embedded(),
            stage -> {
              throw new IllegalStateException("no such phase");
            });

    assertThat(report.result().verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.result().figure()).isEqualTo("the harness broke");
    assertThat(HistoryFile.read(folder.resolve(report.history())).troubles())
        .extracting(Trouble::kind)
        .contains(Judgement.BROKEN);
  }

  @Test
  void routerThatDoesNotEndWhenItIsToldTo_isTheDriversError() throws Exception {
    ConformanceReport.CaseReport report = judged(new Unending(embedded()), stage -> {});

    assertDriversError(report, "did not end within 5 s of SIGTERM");
  }

  /** In the report, and for whoever judges the history later. */
  private void assertDriversError(ConformanceReport.CaseReport report, String words)
      throws Exception {
    assertThat(report.result().verdict()).isEqualTo(Verdict.ERROR);
    assertThat(report.result().figure()).isEqualTo(Judgement.DRIVER_BROKE);
    assertThat(report.result().reason()).contains(words);
    assertThat(HistoryFile.read(folder.resolve(report.history())).troubles())
        .filteredOn(trouble -> trouble.kind().equals(Trouble.DRIVER))
        .singleElement()
        .satisfies(trouble -> assertThat(trouble.description()).contains(words));
  }

  private Path scenario(ConformanceReport.CaseReport report) {
    return folder.resolve(report.history()).getParent();
  }

  private ConformanceReport.CaseReport judgedOnProcesses(ShellDriver driver)
      throws InterruptedException {
    return judged(
        driver, ProcessRuntime.open(driver, EmbeddedToxiproxyServer.start()), stage -> {});
  }

  private static SiteRuntime embedded() {
    return new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
  }

  private ConformanceReport.CaseReport judged(SiteRuntime runtime, OneSite.Body body)
      throws InterruptedException {
    return judged(new SpillwayDriver(), runtime, body);
  }

  private ConformanceReport.CaseReport judged(Driver driver, SiteRuntime runtime, OneSite.Body body)
      throws InterruptedException {
    try (Session session =
        TestSession.open(
            folder, "B1/two sites", driver, runtime, Optional.empty(), TestSession.silent())) {
      Question question = session.questions().get(0);
      return session.judge(question, OneSite.of(question, body));
    }
  }

  /** Runs networks elsewhere, and says of each that a router does not end. */
  private static final class Unending extends ForwardingRuntime {

    Unending(SiteRuntime runtime) {
      super(runtime);
    }

    @Override
    public RunningNetwork start(Network network, LinkPath links) {
      RunningNetwork running = super.start(network, links);
      AtomicReference<TroubleListener> listener = new AtomicReference<>();
      return (RunningNetwork)
          Proxy.newProxyInstance(
              RunningNetwork.class.getClassLoader(),
              new Class<?>[] {RunningNetwork.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("onTrouble")) {
                  listener.set((TroubleListener) arguments[0]);
                } else if (method.getName().equals("close")) {
                  listener
                      .get()
                      .onTrouble(Trouble.DRIVER, "a router did not end within 5 s of SIGTERM");
                }
                try {
                  return method.invoke(running, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
