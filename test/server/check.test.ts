import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

/** Outside of the platform's folder. */
const hint = 'See kubestack-language-server --help.\n';
const run = (...parameters: string[]): Ran => runIn(resolve(__dirname), ...parameters);

const runIn = (cwd: string, ...parameters: string[]): Ran => runCommand(['check', ...parameters], { cwd });

/** The published schema of SARIF 2.1.0. */
const schema = JSON.parse(
  readFileSync(resolve(__dirname, '../fixtures/sarif/sarif-schema-2.1.0.json'), 'utf8'),
) as object;

interface Sarif {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    originalUriBaseIds: { ROOT: { uri: string } };
    results: {
      ruleId: string;
      level: string;
      ruleIndex: number;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }[];
  }[];
}

/** Enables only the checks that these tests use. */
const settings = { 'kubestack.checks': { KS514: 'off', KS501: 'off', KS301: 'off', KS403: 'off', KS402: 'off' } };

describe('kubestack-language-server check', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder({
      'platform/eks_gc0_eu-west-1_cluster.tf': clusterText('name_prefix = "gc0"'),
      'platform/Dockerfile': 'FROM kubestack/framework:v0.19.1-beta.0-eks\n',
      '.vscode/settings.json': JSON.stringify(settings),
    });
  });

  afterEach(() => {
    folder.delete();
  });

  const expected = (): string =>
    `${folder.at('platform/Dockerfile')}:1:26: error: The image has version v0.19.1-beta.0, but the modules have v0.19.2-beta.0. Use one version everywhere. (KS103)\n`;

  it('prints findings as compilers do, and exits with 1', () => {
    assert.deepEqual(run(folder.path), { code: 1, out: expected(), error: '' });
  });

  it('prints relative paths in the current folder, and absolute paths elsewhere', () => {
    const line = expected().slice(folder.at('platform/Dockerfile').length);
    assert.equal(runIn(folder.path).out, `${join('platform', 'Dockerfile')}${line}`);
    assert.equal(runIn(folder.at('platform')).out, `Dockerfile${line}`);
    assert.equal(runIn(folder.at('.vscode'), '..').out, expected());
    const { diagnostics } = JSON.parse(runIn(folder.path, '--format', 'json').out) as {
      diagnostics: { uri: string }[];
    };
    assert.deepEqual(
      diagnostics.map(({ uri }) => uri),
      [folder.uri('platform/Dockerfile')],
    );
  });

  it('checks one file in the context of its repository', () => {
    assert.deepEqual(run(folder.at('platform/Dockerfile')), { code: 1, out: expected(), error: '' });
    assert.deepEqual(run(folder.at('platform/eks_gc0_eu-west-1_cluster.tf')), { code: 0, out: '', error: '' });
  });

  it('exits with 0 and prints nothing if there are no findings', () => {
    folder.write('platform/Dockerfile', 'FROM kubestack/framework:v0.19.2-beta.0-eks\n');
    assert.deepEqual(run(folder.path), { code: 0, out: '', error: '' });
    assert.deepEqual(JSON.parse(run(folder.path, '--format', 'json').out), { diagnostics: [] });
  });

  it('prints JSON: diagnostics as in the protocol, with their files', () => {
    const { diagnostics } = JSON.parse(run(folder.path, '--format', 'json').out) as {
      diagnostics: (Diagnostic & { uri: string })[];
    };
    assert.deepEqual(
      diagnostics.map(({ uri, code, severity, source, range }) => ({ uri, code, severity, source, range })),
      [
        {
          uri: folder.uri('platform/Dockerfile'),
          code: 'KS103',
          severity: 1,
          source: 'kubestack',
          range: { start: { line: 0, character: 25 }, end: { line: 0, character: 39 } },
        },
      ],
    );
  });

  it('prints SARIF that conforms to the published schema', () => {
    folder.write('platform/broken file.tf', 'module "x" {\n  source = \n}\n');
    const { code, out } = run(folder.path, '--format', 'sarif');
    assert.equal(code, 1);
    const log = JSON.parse(out) as Sarif;
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
    const [{ results, tool, originalUriBaseIds } = assert.fail()] = log.runs;
    assert.equal(originalUriBaseIds.ROOT.uri, `${folder.uri()}/`.replace(/\/\/$/, '/'));
    assert.deepEqual(
      results.map(({ ruleId, level, ruleIndex, locations: [place] }) => [
        ruleId,
        tool.driver.rules[ruleIndex]?.id,
        level,
        place?.physicalLocation.artifactLocation.uri,
        place?.physicalLocation.region.startLine,
      ]),
      [
        ['KS103', 'KS103', 'error', 'platform/Dockerfile', 1],
        ['syntax', 'syntax', 'error', 'platform/broken%20file.tf', 2],
      ],
    );
  });

  it('prints SARIF with paths relative to the root of the repository, which Git hosts require', () => {
    mkdirSync(folder.at('.git'));
    for (const [from, path] of [
      [folder.path, 'platform'],
      [folder.at('platform'), '.'],
      [folder.at('platform'), 'Dockerfile'],
    ] as const) {
      const [{ results, originalUriBaseIds } = assert.fail()] = (
        JSON.parse(runIn(from, path, '--format', 'sarif').out) as Sarif
      ).runs;
      assert.equal(originalUriBaseIds.ROOT.uri, folder.uri().replace(/\/?$/, '/'));
      assert.deepEqual(
        results.map(({ locations: [place] }) => place?.physicalLocation.artifactLocation.uri),
        ['platform/Dockerfile'],
      );
    }
  });

  it('reads levels from a settings file', () => {
    const path = folder.at('settings.json');
    folder.write(
      'settings.json',
      JSON.stringify({ 'kubestack.checks': { ...settings['kubestack.checks'], KS103: 'off' } }),
    );
    assert.deepEqual(run(folder.path, '--settings', path), { code: 0, out: '', error: '' });
  });

  it('rejects a file that is not a configuration or not in a platform', () => {
    folder.write('notes.txt', 'module "x" {');
    folder.write('elsewhere/values.yaml', 'a: 1');
    for (const [path, why] of [
      ['notes.txt', 'notes.txt is not a configuration file, so there is nothing to check.'],
      ['elsewhere/values.yaml', 'elsewhere/values.yaml belongs to no platform, so there is nothing to check.'],
    ] as const)
      assert.deepEqual(runIn(folder.path, path), { code: 2, out: '', error: `${why}\n${hint}` });
  });

  it('rejects invalid arguments', () => {
    const nowhere = join(folder.path, 'nowhere');
    assert.deepEqual(run(nowhere), {
      code: 2,
      out: '',
      error: `${nowhere}: there is no such file or folder.\n${hint}`,
    });
    assert.deepEqual(run(folder.path, '--format', 'hcl'), {
      code: 2,
      out: '',
      error: `"hcl" is not a supported format: use text, json or sarif.\n${hint}`,
    });
    assert.equal(run(folder.path, '--environment', 'ops').error, `check has no option --environment.\n${hint}`);
    folder.write('empty/README.md', '');
    assert.equal(
      run(folder.at('empty')).error,
      `Nothing to check: ${folder.at('empty')} contains no configuration.\n${hint}`,
    );
  });
});
