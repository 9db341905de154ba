/**
 * What a host may be: a literal address or a name. Says so of a text, and never asks a name
 * service. Knows nothing of the rest of the router.
 */
package io.spillway.router.host;
