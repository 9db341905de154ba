/** Drives the reference router: it reads Skupper's resources, with every address filled in. */
package io.spillway.harness.driver.spillway;
