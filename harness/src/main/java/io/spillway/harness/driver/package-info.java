/**
 * Which router is tested: a driver declares its features and renders its configuration; runtimes
 * run it.
 */
package io.spillway.harness.driver;
