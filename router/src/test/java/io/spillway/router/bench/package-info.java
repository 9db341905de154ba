/**
 * The benchmark that {@code ci/bench.sh} runs: load, workload, the programs to compare with, and
 * the table. Nothing here is timed by a test. It knows the router only by its command line, so that
 * the router and the others are started, pinned and measured alike.
 */
package io.spillway.router.bench;
