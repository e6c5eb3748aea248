/** Runs the server as a user without special permissions, since tests in containers run as root, which has all permissions. */
import { chmodSync, cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(__dirname, '../../../dist');
/** Id of a user without files. (The id of `nobody` differs between Linux and macOS.) */
const NOBODY = 65_534;

let copy: string | undefined;

/** A readable copy of the bundle, and the user to run it as; the current user if that is not root. */
export function unprivilegedServer(): { bundle: string; identity: { uid?: number; gid?: number } } {
  if (process.getuid?.() !== 0) return { bundle: join(dist, 'server.js'), identity: {} };
  copy ??= readableCopy();
  return { bundle: join(copy, 'server.js'), identity: { uid: NOBODY, gid: NOBODY } };
}

/** Copies the bundle, since the project's folder can be accessible to root only. */
function readableCopy(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-server-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(dist, folder, { recursive: true });
  for (const name of ['', ...readdirSync(folder, { recursive: true })] as string[]) {
    const path = join(folder, name);
    chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
  }
  return folder;
}
