import * as assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagram, DiagramResult, DiagramTextResult } from '../../common/diagram/diagram';
import { clusterText } from '../support/server/clusterText';
import { LanguageServer } from '../support/server/languageServer';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const sample = resolve(__dirname, '../platforms/multi-cloud');

const run = (cwd: string, ...parameters: string[]): Ran => runCommand(['diagram', ...parameters], { cwd });

describe('kubestack-language-server diagram', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.delete());

  for (const format of ['svg', 'mermaid', 'json']) {
    it(`prints the same bytes of ${format} on every run, in any folder`, () => {
      const copy = join(folder.path, 'another name');
      cpSync(sample, copy, { recursive: true });
      const first = run(sample, '.', '--format', format);
      assert.equal(first.code, 0, first.error);
      assert.match(first.out, /eks_gc0_eu-west-1/);
      assert.equal(run(copy, '--format', format).out, first.out);
      assert.equal(run(folder.path, copy, '--format', format).out, first.out);
    });
  }

  it('prints SVG by default, and all platforms of the folder', () => {
    folder.write('one/eks.tf', clusterText('name_prefix = "gc0"\nbase_domain = "example.com"'));
    folder.write('two/eks.tf', clusterText('name_prefix = "gc1"\nbase_domain = "example.com"'));
    const { code, out } = run(folder.path);
    assert.equal(code, 0);
    assert.match(out, /^<svg /);
    assert.deepEqual(
      [...out.matchAll(/class="node platform".*?<text class="name"[^>]*>([^<]*)</g)].map(([, name]) => name),
      ['one', 'two'],
    );
  });

  it("reports what it can't evaluate, and draws the rest", () => {
    folder.write('eks.tf', clusterText('name_prefix = "gc0"\nbase_domain = nosuch()'));
    const { code, out, error } = run(folder.path);
    assert.equal(code, 1);
    assert.match(out, /eks_gc0_eu-west-1/);
    assert.match(error, /^eks\.tf:\d+:\d+: /);
  });

  it("rejects what it can't draw", () => {
    assert.deepEqual(run(folder.path), {
      code: 2,
      out: '',
      error: 'There is no Kubestack platform in this folder.\nSee kubestack-language-server --help.\n',
    });
    assert.match(
      run(folder.path, '--format', 'text').error,
      /"text" is not a supported format: use svg, mermaid or json\./,
    );
  });
});

describe('kubestack/diagram', () => {
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
  const diagram = async (parameters: object = {}): Promise<Diagram> => {
    const result: DiagramResult = await server.request('kubestack/diagram', { uri: uri(), ...parameters });
    assert.ok(result.diagram);
    return result.diagram;
  };
  const facts = ({ nodes }: Diagram, id: string): (string | undefined)[] | undefined =>
    nodes.find(node => node.id === id)?.facts.map(({ text }) => text);

  it('follows unsaved edits without moving unchanged nodes', async () => {
    const before = await diagram();
    assert.equal(facts(before, 'apps-prod/eks_gc0_eu-west-1')?.[1], '3–18 nodes × m6i.xlarge, m6a.xlarge');
    const file = folder.uri('eks_gc0_eu-west-1_cluster.tf');
    await server.open(file, folder.read('eks_gc0_eu-west-1_cluster.tf').replace(/(max_size\s+=) 18/, '$1 21'));
    const after = await diagram();
    assert.equal(facts(after, 'apps-prod/eks_gc0_eu-west-1')?.[1], '3–21 nodes × m6i.xlarge, m6a.xlarge');
    const places = ({ nodes }: Diagram) => nodes.map(({ id, x, y, width, height }) => [id, x, y, width, height]);
    assert.deepEqual(places(after), places(before));
    await server.close(file);
  });

  it('accepts a file of the platform, and returns nothing outside of platforms', async () => {
    const whole = await diagram();
    assert.deepEqual(await diagram({ uri: folder.uri('locals.tf') }), whole);
    assert.deepEqual(await server.request('kubestack/diagram', { uri: folder.uri('modules') }), {});
  });

  it('exports the same text as the command line', async () => {
    const { text }: DiagramTextResult = await server.request('kubestack/diagramText', { uri: uri(), format: 'svg' });
    assert.equal(text, run(folder.path, '--format', 'svg').out);
  });

  it('rejects invalid parameters', async () => {
    for (const wrong of [{ detail: 'all' }, { toggled: 'x' }, { waiting: [{ environment: 'apps', commits: -1 }] }])
      await assert.rejects(diagram(wrong), /don't match the protocol/);
    await assert.rejects(
      server.request('kubestack/diagramText', { uri: uri(), format: 'png' }),
      /don't match the protocol/,
    );
  });
});
