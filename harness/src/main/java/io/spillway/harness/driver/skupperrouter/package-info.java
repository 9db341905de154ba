/**
 * Drives skupper-router, configured as Skupper 2 configures it, one process for each site, and
 * asked and told over its AMQP management. Only this package knows AMQP.
 */
package io.spillway.harness.driver.skupperrouter;
