/**
 * Histories on their way to and from disk: the recorder that a run writes into, and the reader of
 * its JSON-lines file.
 *
 * <p>{@code run}, {@code probe} and {@code fault} record through {@link
 * io.spillway.harness.history.io.HistoryRecorder}; {@link
 * io.spillway.harness.history.io.HistoryFile} gives back the same values later, so that a recorded
 * run can be checked again offline.
 *
 * <p>The file is UTF-8, one JSON object a line. The first line is the header, {@code
 * {"spillway":"history/3", "scenario", "seed", "environment", "workloads", "purpose"}}; every other
 * line is an object with one member, whose name says what it is:
 *
 * <ul>
 *   <li>{@code phase}: written when a phase starts and again, with its end, when it ends;
 *   <li>{@code attempt}: written when an attempt has ended;
 *   <li>{@code fault}: written when it is injected and again at each later stage, with the {@code
 *       id} that tells which fault it is;
 *   <li>{@code stream}: written when a held connection on which bytes went to and fro has ended;
 *   <li>{@code receipt}: what a workload says that it received, on a connection that has ended;
 *   <li>{@code trouble}: written when it was noticed;
 *   <li>{@code end}: the last line of a run that was not interrupted.
 * </ul>
 *
 * <p>Version 2 does not say what the gate of its run asked for, has no {@code receipt} lines, and
 * no attempt of it has a {@code message}; version 1 has no {@code stream} lines either. Both are
 * read like version 3. A later line of the same phase or the same fault replaces the earlier one.
 * Each line is handed to the operating system before the call that records it returns: a crash of
 * the harness loses what was under way, never what has ended.
 */
package io.spillway.harness.history.io;
