/**
 * Drives any program that keeps a contract of one page: {@code docs/drivers.md#exec}. Runs in the
 * process runtime.
 */
package io.spillway.harness.driver.exec;
