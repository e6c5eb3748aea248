/**
 * What node is started with for the server. New objects get 8 MB instead of 16, twice: on a platform of 1,000 clusters that is a tenth of
 * the memory, and answers take no longer (docs/benchmarks.md).
 */
export const SERVER_ARGUMENTS: readonly string[] = ['--max-semi-space-size=8'];
