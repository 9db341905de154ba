package io.spillway.harness.run;

import java.time.Duration;

/**
 * What a scenario is about to take, for the progress that users see. Decides nothing.
 *
 * @param attempts how many attempts it makes at the most, or about, where time decides
 * @param duration about how long its play takes on an idle machine with two cores
 */
public record Estimate(int attempts, Duration duration) {}
