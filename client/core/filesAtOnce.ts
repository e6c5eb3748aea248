/** Maximum number of concurrent file system operations. Each can be a network request, and a large platform has thousands of files. */
export const FILES_AT_ONCE = 256;
