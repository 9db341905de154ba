/** What every part of the harness may ask: which Spillway it is. */
package io.spillway.harness;
