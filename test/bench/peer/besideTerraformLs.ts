/** The section of `npm run bench` that compares our server with terraform-ls, if it is on PATH. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { generatePlatform } from '../../platforms/generate';
import { installModules } from './installedModules';
import { measurePeer, serverCommands, type PeerEffort } from './measurePeer';
import { peerTableOf } from './peerReport';

const SECOND = 1000;
const FULL: readonly (PeerEffort & { readonly clusters: number })[] = [
  {
    clusters: 10,
    coldRuns: 5,
    limit: 60 * SECOND,
    rounds: 120,
    answering: 60 * SECOND,
    edits: 200,
    editing: 45 * SECOND,
  },
  {
    clusters: 30,
    coldRuns: 3,
    limit: 60 * SECOND,
    rounds: 120,
    answering: 60 * SECOND,
    edits: 200,
    editing: 45 * SECOND,
  },
  {
    clusters: 100,
    coldRuns: 1,
    limit: 150 * SECOND,
    rounds: 60,
    answering: 90 * SECOND,
    edits: 200,
    editing: 45 * SECOND,
  },
  {
    clusters: 1000,
    coldRuns: 1,
    limit: 60 * SECOND,
    rounds: 20,
    answering: 60 * SECOND,
    edits: 50,
    editing: 45 * SECOND,
  },
];
const QUICK: typeof FULL = [
  { clusters: 10, coldRuns: 1, limit: 30 * SECOND, rounds: 30, answering: 15 * SECOND, edits: 30, editing: 8 * SECOND },
];

/** Commands of code lenses in an editor. */
const COMMANDS = ['kubestack.showEffectiveConfiguration', 'kubestack.compareEnvironments', 'kubestack.plan'];

/**
 * @param server path of our bundle
 * @param scratch an empty folder, or one from earlier in this run
 * @returns a table for each size, as soon as it is available; one line if there is no terraform-ls
 */
export async function* peerTables(server: string, scratch: string, quick: boolean): AsyncGenerator<string> {
  const { error, stdout } = spawnSync('terraform-ls', ['version'], { encoding: 'utf8' });
  if (error) {
    yield 'Beside terraform-ls   skipped: terraform-ls is not on PATH';
    return;
  }
  yield `terraform-ls ${stdout.split('\n')[0]}`;
  for (const { clusters, ...effort } of quick ? QUICK : FULL) {
    const folder = join(scratch, `beside-${clusters}`);
    generatePlatform(folder, clusters);
    installModules(folder);
    process.stderr.write(`Measuring ${clusters} clusters beside terraform-ls…\n`);
    yield peerTableOf(await measurePeer(`${clusters} clusters`, serverCommands(server, COMMANDS), folder, effort));
  }
}
