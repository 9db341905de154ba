package io.spillway.harness.check;

/**
 * What a statistical verdict is worth.
 *
 * @param n how many observations it rests on
 * @param alpha the probability that a router that keeps the rule is failed by chance, at most
 * @param effect the deviation that would have been seen, in words with its unit, such as {@code ±5
 *     points}
 * @param power the probability with which it would have been seen, at least
 */
public record Statistics(long n, double alpha, String effect, double power) {}
