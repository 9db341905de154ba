package io.spillway.harness.driver.nginx;

import io.spillway.harness.driver.balancer.TakesItsFilesContract;

final class NginxTakesItsFilesTest extends TakesItsFilesContract {

  NginxTakesItsFilesTest() {
    super(new NginxProvider());
  }
}
