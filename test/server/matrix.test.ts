import * as assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Matrix, MatrixCell, MatrixResult } from '../../common/matrix/matrix';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const sample = resolve(__dirname, '../platforms/multi-cloud');
const file = 'eks_gc0_eu-west-1_cluster.tf';

/** The configuration of a folder by path, in the form of a revision's files. */
const configuration = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(?:tf|tfvars)$/.test(path))
      .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
  );

describe('kubestack/matrix', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  before(async () => {
    folder = new TemporaryFolder();
    cpSync(sample, folder.path, { recursive: true });
    server = await LanguageServer.start({ folder: folder.path });
  });
  after(async () => {
    await server.stop();
    folder.delete();
  });

  const uri = (): string => folder.uri('').replace(/\/$/, '');
  const scope = { kind: 'cluster', name: 'eks_gc0_eu-west-1' };
  const matrix = async (parameters: object = {}): Promise<Matrix> => {
    const result: MatrixResult = await server.request('kubestack/matrix', { uri: uri(), ...parameters });
    assert.ok(result.matrix);
    return result.matrix;
  };
  const cell = ({ rows, environments }: Matrix, attribute: string, environment: string): MatrixCell | undefined =>
    rows.find(row => row.attribute === attribute && row.module === scope.name)?.cells[
      environments.indexOf(environment)
    ];

  it('answers with the attributes of a cluster in all environments, and its node counts', async () => {
    const answer = await matrix({ scope });
    assert.deepEqual(answer.environments, ['ops', 'apps', 'apps-prod']);
    const size = cell(answer, 'default_node_pool.max_size', 'ops');
    assert.deepEqual([size?.text, size?.overrides, size?.origin], ['2', '18', 'overridden']);
    assert.equal(answer.files[size?.place?.[0] ?? -1], folder.uri(file));
    assert.deepEqual(
      answer.nodes.map(({ min, max, unknown }) => [min, max, unknown]),
      [
        [1, 3, 0],
        [3, 17, 0],
        [3, 38, 0],
      ],
    );
    assert.deepEqual(
      answer.nodes[2]?.zones.map(({ zone, min, max }) => `${zone} ${min}–${max}`),
      ['eu-west-1a 1–13', 'eu-west-1b 1–13', 'eu-west-1c 1–13'],
    );
  });

  it('follows edits, and marks values that differ from a revision', async () => {
    const before = { kind: 'files', files: configuration(folder.path) };
    await server.open(folder.uri(file), folder.read(file).replace(/(max_size\s+=) 18/, '$1 21'));
    const answer = await matrix({ scope, before });
    const changed = answer.rows.filter(({ cells }) => cells.some(({ change }) => change));
    assert.deepEqual(
      changed.map(({ attribute }) => attribute),
      ['default_node_pool.max_size'],
    );
    assert.deepEqual(cell(answer, 'default_node_pool.max_size', 'apps-prod')?.change, { before: '18' });
    await server.close(folder.uri(file));
    const unchanged = await matrix({ scope, before });
    assert.ok(unchanged.rows.every(({ cells }) => cells.every(({ change }) => !change)));
  });

  it('accepts a file of the platform, and returns nothing outside of platforms', async () => {
    assert.deepEqual(await matrix({ uri: folder.uri('locals.tf') }), await matrix());
    assert.deepEqual(await server.request('kubestack/matrix', { uri: folder.uri('modules') }), {});
  });

  it('rejects invalid parameters', async () => {
    for (const wrong of [{ scope: 'x' }, { scope: { kind: 'environment', name: 'ops' } }, { before: 1 }])
      await assert.rejects(matrix(wrong), /match the protocol/);
    await assert.rejects(matrix({ before: { kind: 'files', files: { 'a.tf': 1 } } }), /not a valid side/);
  });
});
