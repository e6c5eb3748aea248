/** Maximum number of concurrent file system operations. Each can be a network request, and a large platform has thousands of files. */
export const MAX_FILES_AT_ONCE = 256;
