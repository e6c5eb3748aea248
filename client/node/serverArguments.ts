/**
 * Node's options for the server. The young generation has 8 MB instead of 16 MB, twice: on a platform with 1,000 clusters, this saves a tenth of the
 * memory, and responses are not slower (docs/benchmarks.md).
 */
export const SERVER_ARGUMENTS: readonly string[] = ['--max-semi-space-size=8'];
