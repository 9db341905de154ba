/**
 * What a router does not answer yet: from its first start to each feature, one network at a time,
 * for whoever plugs in a router of his own. Nothing is judged here, and no error is stated.
 */
package io.spillway.harness.doctor;
