/**
 * The reference router of one site: its configuration, its command line, and {@link
 * io.spillway.router.Router}, which wires the parts together.
 *
 * <p>How the parts depend on each other, each only on those to its right:
 *
 * <pre>
 * router -&gt; admin -&gt; stream -&gt; link, health -&gt; relay -&gt; loop    stream, link -&gt; route (pure)
 * </pre>
 *
 * <p>Embedding programs use this package, {@link io.spillway.router.config.RouterConfig}, {@link
 * io.spillway.router.route.Policies}, {@link io.spillway.router.loop.LoopGate} and the records of
 * {@link io.spillway.router.admin}, and nothing else.
 */
package io.spillway.router;
