import assert from 'node:assert/strict';
import { runCommandLine } from '../../../../server/cli/commandLine';
import { assetsFolder } from '../../../fuzz/inProcessServer';
import { clusterText } from '../../../support/server/clusterText';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

/** Runs `check` for a cluster, without the checks of what a cluster needs besides its configuration. @returns the exit status and the output */
async function check(cluster: string): Promise<[number, string]> {
  const folder = new TemporaryFolder({
    'cluster.tf': cluster,
    'settings.json': JSON.stringify({ 'kubestack.checks': { KS301: 'off', KS403: 'off', KS514: 'off' } }),
  });
  try {
    let out = '';
    const code = await runCommandLine(['check', folder.path, '--settings', 'settings.json'], assetsFolder(), {
      stdout: { write: text => (out += text) },
      stderr: { write: text => (out += text) },
      cwd: () => folder.path,
    });
    return [code, out];
  } finally {
    folder.delete();
  }
}

const cluster = (cidrs: string, ops: string): string =>
  clusterText(
    ['name_prefix = "gc0"', 'base_domain = "example.com"', `cluster_public_access_cidrs = ${cidrs}`].join('\n'),
    `cluster_public_access_cidrs = ${ops}`,
  );

describe('the exit status of check', () => {
  it('is 0 for loops of a thousand calls in two environments, which are evaluated', async () => {
    const loop = (bits: number): string =>
      `join(",", toset([for n in range(1000) : cidrsubnet("10.0.0.0/8", ${bits}, n)]))`;
    assert.deepEqual(await check(cluster(loop(12), loop(13))), [0, '']);
  });

  it('is 0 for a limit that is reached, which is information', async () => {
    const [code, out] = await check(
      cluster('join(",", [for n in range(1000) : sha512(join("", range(1000)))])', '"10.0.0.0/8"'),
    );
    assert.match(out, /^cluster\.tf:\d+:\d+: information: .*\(KS004\)\n$/);
    assert.equal(code, 0);
  });

  it('is 1 for an error', async () => {
    const [code, out] = await check(cluster('nothing("a")', '"10.0.0.0/8"'));
    assert.match(out, /error: .*\(KS003\)/);
    assert.equal(code, 1);
  });
});
