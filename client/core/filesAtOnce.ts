/** Operations that a file system gets at once from us. Each may take as long as a request over the network, and a large platform has thousands. */
export const FILES_AT_ONCE = 256;
