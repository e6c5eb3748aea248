/** What an SSH configuration makes of a host name. */

/**
 * @param output of `ssh -G alias`: lines of `keyword value`, keywords in lower case.
 * @returns the real host; undefined when the output does not tell.
 */
export function hostOfSshConfiguration(output: string): string | undefined {
  const host = /^hostname (.+)$/m.exec(output)?.[1]?.trim().toLowerCase();
  return host === '' ? undefined : host;
}

/** Hosts that serve SSH for a forge under another name than its pages have. */
const servedFor: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
  'vs-ssh.visualstudio.com': 'dev.azure.com',
};

/** @returns the host whose pages belong to an SSH host. */
export function webHostOf(sshHost: string): string {
  return servedFor[sshHost] ?? sshHost;
}

/** A name that `ssh -G` may be given: not something that it would take for an option. */
export function isHostName(host: string): boolean {
  return /^[\w][\w.:-]*$/.test(host);
}
