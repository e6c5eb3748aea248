/** A server that may read and write only what everybody may. Root, as which containers run tests, may do everything. */
import { chmodSync, cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(__dirname, '../../../dist');
/** The id of a user that owns no files, like `nobody`, whose id differs between Linux and macOS. */
const NOBODY = 65_534;

let copy: string | undefined;

/** The bundle, where it can be read, and with whose rights it is to run: our own where we are not root. */
export function unprivilegedServer(): { bundle: string; identity: { uid?: number; gid?: number } } {
  if (process.getuid?.() !== 0) return { bundle: join(dist, 'server.js'), identity: {} };
  copy ??= readableCopy();
  return { bundle: join(copy, 'server.js'), identity: { uid: NOBODY, gid: NOBODY } };
}

/** The folder of the tests may be one that only root can enter. */
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
