package io.spillway.harness.driver.haproxy;

import io.spillway.harness.driver.balancer.TakesItsFilesContract;

final class HaproxyTakesItsFilesTest extends TakesItsFilesContract {

  HaproxyTakesItsFilesTest() {
    super(new HaproxyProvider());
  }
}
