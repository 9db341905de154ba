/**
 * The soak ({@code ci/soak.sh}): many connections through routers in processes of their own, held
 * and short, well-behaved and not, and then a census of what is left. {@link
 * io.spillway.router.soak.Soak} is the one to start; it starts the others.
 */
package io.spillway.router.soak;
