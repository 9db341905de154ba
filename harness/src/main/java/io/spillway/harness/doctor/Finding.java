package io.spillway.harness.doctor;

import io.spillway.harness.rule.Feature;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one examination found.
 *
 * @param title what was looked at, such as {@code serves one connection}
 * @param feature the feature that was tried; empty for what every router must do
 * @param works whether it was seen to work
 * @param declared whether the driver declares the feature; true for what every router must do
 * @param words what was seen where it does not work, and what to look at; empty if all is well
 * @param folder where the files of its sites lie; empty if they were not kept
 */
public record Finding(
    String title,
    Optional<Feature> feature,
    boolean works,
    boolean declared,
    String words,
    Optional<Path> folder) {

  /** {@return whether the router and its driver agree} */
  public boolean isWell() {
    return works == declared;
  }

  /** {@return this in a sentence, for those who did not ask for an examination} */
  public String sentence() {
    if (works) {
      return title + (declared ? " works" : " works and is not declared, so no rule asks for it");
    }
    return declared
        ? title + " is declared and was not seen to work: " + words
        : title + " is not declared and does not work";
  }
}
