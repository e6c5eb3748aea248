/** What an SSH configuration makes of a host name. */
import { homedir } from 'node:os';
import { ownProperty } from '../../common/ownProperty';
import { findProgram } from '../../common/node/findProgram';
import { programOutput } from '../processes/programOutput';

/** How long `ssh -G`, which only reads configuration, may take, in milliseconds. */
const SSH_TIMEOUT = 5_000;

/**
 * Asks `ssh`, which only reads the person's configuration for that.
 *
 * @param host for which `isHostName` holds.
 * @returns the real host of an alias; undefined where `ssh` can't be asked, as in Restricted Mode, or says nothing
 */
export async function hostOfAlias(host: string): Promise<string | undefined> {
  const [cwd, environment] = [homedir(), process.env];
  try {
    const file = await findProgram('ssh', cwd, environment);
    if (file === undefined) return undefined;
    const spec = { file, arguments: ['-G', '--', host], cwd, environment };
    const options = { signal: AbortSignal.timeout(SSH_TIMEOUT), limit: 1024 * 1024 };
    const { stdout } = await programOutput(spec, options);
    return hostOfSshConfiguration(stdout.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param output of `ssh -G alias`: lines of `keyword value`, keywords in lower case.
 * @returns the real host; undefined when the output does not tell.
 */
export function hostOfSshConfiguration(output: string): string | undefined {
  const host = /^hostname (.+)$/m.exec(output)?.[1]?.trim().toLowerCase();
  return host === '' ? undefined : host;
}

/** Hosts that serve SSH for a Git host under another name than its pages have. */
const SERVED_FOR: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
  'vs-ssh.visualstudio.com': 'dev.azure.com',
};

/** @returns the host whose pages belong to an SSH host. */
export function webHostOf(sshHost: string): string {
  return ownProperty(SERVED_FOR, sshHost) ?? sshHost;
}

/** A name that `ssh -G` may be given: not something that it would take for an option. */
export function isHostName(host: string): boolean {
  return /^[\w][\w.:-]*$/.test(host);
}
