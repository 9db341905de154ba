package io.spillway.harness.probe.workload;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the stand-in workloads of one site in a process or container of their own: {@code java -cp
 * harness.jar io.spillway.harness.probe.workload.WorkloadMain --site west --control 9099
 * backend=9090 other=9091}.
 *
 * <p>Prints one line {@code NAME PORT} for each workload, {@code NAME/ready PORT} for each that
 * tells over HTTP whether it is ready, {@code control PORT}, and {@code ready} once all of them
 * accept. Listens on every address unless {@code --bind} says otherwise, for it is made for
 * containers. {@link WorkloadClient} asks its control port for the counts, and changes how the
 * workloads are. SIGTERM ends it at once. Exits with 2 if its arguments are wrong and with 1 if it
 * cannot listen.
 */
public final class WorkloadMain {

  private WorkloadMain() {}

  /** Runs until it is killed. */
  public static void main(String... args) {
    try {
      run(WorkloadArguments.parse(args));
    } catch (IllegalArgumentException e) {
      exit(2, e.getMessage() + "\n" + WorkloadArguments.USAGE);
    } catch (UncheckedIOException e) {
      exit(1, e.getMessage());
    }
  }

  private static void run(WorkloadArguments arguments) {
    TroubleList troubles = new TroubleList();
    WorkloadServer server =
        WorkloadServer.start(
            (kind, description) -> {
              System.err.println(kind + ": " + description);
              troubles.onTrouble(kind, description);
            });
    List<Workload> workloads = new ArrayList<>();
    arguments
        .workloads()
        .forEach(
            (name, port) ->
                workloads.add(
                    server.open(
                        arguments.site(),
                        name,
                        new InetSocketAddress(arguments.bind(), port),
                        arguments.options(name))));
    ControlPort control =
        ControlPort.open(
            new InetSocketAddress(arguments.bind(), arguments.control()),
            arguments.site(),
            workloads,
            troubles);
    for (Workload workload : workloads) {
      System.out.println(workload.name() + " " + workload.address().getPort());
      workload
          .readiness()
          .ifPresent(at -> System.out.println(workload.name() + "/ready " + at.getPort()));
    }
    System.out.println("control " + control.address().getPort());
    System.out.println("ready");
    control.serve();
  }

  private static void exit(int status, String message) {
    System.err.println("spillway workload: " + message);
    System.exit(status);
  }
}
