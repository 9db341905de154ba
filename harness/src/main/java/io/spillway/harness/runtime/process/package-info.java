/**
 * Sites as processes of the operating system: each with a loopback address and a folder of its own,
 * killed with SIGKILL, frozen with SIGSTOP, ended with SIGTERM.
 */
package io.spillway.harness.runtime.process;
