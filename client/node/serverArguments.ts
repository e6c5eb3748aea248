/**
 * Node's options for the server. The young generation has 8 MB instead of 16 MB, twice: on a platform with 1,000 clusters, this saves a tenth of the
 * memory, and responses are not slower (docs/benchmarks.md). It has this size from the start and keeps it: in a smaller one, objects that are needed
 * only for a short time would be moved among those that stay.
 */
export const SERVER_ARGUMENTS: readonly string[] = ['--max-semi-space-size=8', '--min-semi-space-size=8'];
