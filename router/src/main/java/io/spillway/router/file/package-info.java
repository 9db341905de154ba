/**
 * What is said of a file that cannot be read. Knows nothing of the rest of the router; used by
 * whoever reads files, or tells what has become of it.
 */
package io.spillway.router.file;
