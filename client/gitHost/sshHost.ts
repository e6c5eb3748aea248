/** Resolves host aliases of the SSH configuration. */
import { homedir } from 'node:os';
import { ownProperty } from '../../common/ownProperty';
import { findProgram } from '../../common/node/findProgram';
import { programOutput } from '../processes/programOutput';

/** Timeout of `ssh -G`, which only reads configuration, in milliseconds. */
const SSH_TIMEOUT_MS = 5_000;

/**
 * Resolves an alias with `ssh -G`, which only reads the user's configuration.
 *
 * @param host for which `isHostName` is true.
 * @returns the real host of an alias; undefined if `ssh` can't run, for example in Restricted Mode, or returns no host
 */
export async function hostOfAlias(host: string): Promise<string | undefined> {
  const [cwd, environment] = [homedir(), process.env];
  try {
    const file = await findProgram('ssh', cwd, environment);
    if (file === undefined) return undefined;
    const spec = { file, arguments: ['-G', '--', host], cwd, environment };
    const options = { signal: AbortSignal.timeout(SSH_TIMEOUT_MS), limit: 1024 * 1024 };
    const { stdout } = await programOutput(spec, options);
    return hostOfSshConfiguration(stdout.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param output of `ssh -G alias`: lines of `keyword value`, with keywords in lower case.
 * @returns the real host; undefined if the output has none.
 */
export function hostOfSshConfiguration(output: string): string | undefined {
  const host = /^hostname (.+)$/m.exec(output)?.[1]?.trim().toLowerCase();
  return host === '' ? undefined : host;
}

/** SSH hosts whose name differs from that of the Git host's web pages. */
const SERVED_FOR: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
  'vs-ssh.visualstudio.com': 'dev.azure.com',
};

/** @returns the host of the web pages for an SSH host. */
export function webHostOf(sshHost: string): string {
  return ownProperty(SERVED_FOR, sshHost) ?? sshHost;
}

/** Whether a name can be passed to `ssh -G`, since it is not an option. */
export function isHostName(host: string): boolean {
  return /^[\w][\w.:-]*$/.test(host);
}
