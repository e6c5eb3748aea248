/** Names of branches that need no quoting in a shell and in conditions of pipelines. */
export const isPlainBranchName = (name: string): boolean => /^(?![/-]|.*(?:\/\/|\.\.|\/$))[\w./-]{1,100}$/.test(name);
