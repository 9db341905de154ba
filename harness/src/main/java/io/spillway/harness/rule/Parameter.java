package io.spillway.harness.rule;

import java.util.Optional;

/**
 * A parameter of a rule, as its cases may set it.
 *
 * @param name what cases and checks call it, such as {@code failover-limit-seconds}
 * @param unit the unit of its value, such as {@code s} or {@code connections}; empty for a text
 * @param meaning what it decides, in a few words
 * @param defaultValue its value in cases that do not set it; absent if every case must
 */
public record Parameter(String name, String unit, String meaning, Optional<String> defaultValue) {}
