package io.spillway.harness.report.matrix;

import io.spillway.harness.report.ConformanceReport.CaseReport;
import java.util.Optional;

/**
 * Where what a report rests on is found, as links relative to the folder that the matrix lies in.
 * Each begins with {@code ./} or {@code ../} and leads to a file that is there.
 */
public interface EvidenceLinks {

  /** Of a report that no file is known of. */
  EvidenceLinks NONE =
      new EvidenceLinks() {
        @Override
        public Optional<String> report() {
          return Optional.empty();
        }

        @Override
        public Optional<String> rule(String id) {
          return Optional.empty();
        }

        @Override
        public Optional<String> ruleCase(String id, String caseName) {
          return Optional.empty();
        }

        @Override
        public Optional<String> history(CaseReport one) {
          return Optional.empty();
        }
      };

  /** {@return the report's page; its JSON where it has none} */
  Optional<String> report();

  /** {@return the rule's place on the report's page; {@link #report} where it has no page} */
  Optional<String> rule(String id);

  /** {@return the case's place on the report's page; {@link #report} where it has no page} */
  Optional<String> ruleCase(String id, String caseName);

  /** {@return the history of a case; empty if there is none, or it has been removed} */
  Optional<String> history(CaseReport one);
}
