package io.spillway.router.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Measures all subjects in rounds. In a round all of them run, fresh; each step is done for one
 * after the other, so that figures that are compared were measured seconds apart, and each round
 * begins with another one.
 */
final class Rounds {

  private final Plan plan;
  private final List<Subject> subjects;
  private final Path folder;
  private final PrintWriter progress;

  Rounds(Plan plan, List<Subject> subjects, Path folder, PrintWriter progress) {
    this.plan = plan;
    this.subjects = subjects;
    this.folder = folder;
    this.progress = progress;
  }

  void run(Results results) throws IOException {
    try (WorkloadServer workload = new WorkloadServer()) {
      Meter meter = new Meter(plan, workload);
      for (int round = 0; round < plan.rounds(); round++) {
        List<Running> running = new ArrayList<>();
        try {
          start(round, workload.listeningPort(), running, results);
          measure(round, meter, running, results);
        } finally {
          running.forEach(Running::close);
        }
      }
    }
  }

  private void start(int round, int workloadPort, List<Running> running, Results results) {
    List<Subject> order = new ArrayList<>(subjects);
    Collections.rotate(order, -round);
    for (Subject subject : order) {
      try {
        running.add(Running.start(subject, workloadPort, folder));
      } catch (IOException | BenchException e) {
        failed(results, subject, e);
      }
    }
  }

  private void measure(int round, Meter meter, List<Running> running, Results results) {
    for (Meter.Step step : meter.steps()) {
      for (Running subject : running) {
        try {
          Map<Measure, Double> figures = meter.run(step, subject);
          subject.check();
          figures.forEach(
              (measure, value) -> {
                results.add(round, measure, subject.subject().name(), value);
                say(
                    "round %d of %d, %s, %s: %s"
                        .formatted(
                            round + 1,
                            plan.rounds(),
                            subject.subject().name(),
                            measure,
                            Table.number(value)));
              });
        } catch (IOException | BenchException e) {
          failed(results, subject.subject(), e);
        }
      }
    }
  }

  private void failed(Results results, Subject subject, Exception cause) {
    String what = subject.name() + ": " + cause.getMessage();
    results.fail(what);
    say("FAILED: " + what);
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
