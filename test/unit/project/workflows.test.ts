// The workflows in .github: they are valid, call existing scripts, and have no secrets and few permissions.
import * as assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInThisContext } from 'node:vm';
import Ajv from 'ajv';
import { build } from 'esbuild';
import { parse, parseAllDocuments } from 'yaml';
import { rehearsal } from '../../../scripts/releaseDryRun.mjs';
import { releaseNotes } from '../../../scripts/releaseNotes.mjs';
import { releaseChannel } from '../../../scripts/releaseChannel.mjs';
import { githubDriftText } from '../../../server/scaffold/pipeline/githubDriftWorkflow';
import { githubPipelineText } from '../../../server/scaffold/pipeline/githubPipeline';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { skipWithout } from '../../support/skipWithout';
import { installOnce } from '../../support/vscode/cacheFolder';

const project = join(__dirname, '../../..');
const ACTIONLINT = '1.7.12';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  steps: Step[];
  permissions?: Record<string, string>;
  environment?: string;
  needs?: string | string[];
  'timeout-minutes'?: number;
  strategy?: { matrix: Record<string, unknown[]> };
}
interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}
interface Manifest {
  version: string;
  engines: { vscode: string; node: string };
  scripts: Record<string, string>;
}

const read = (path: string): string => readFileSync(join(project, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const files = readdirSync(join(project, '.github/workflows')).map(name => `.github/workflows/${name}`);
const workflows = new Map(files.map(file => [file, parse(read(file)) as Workflow]));
const jobs = [...workflows].flatMap(([file, { jobs: named }]) =>
  Object.entries(named).map(([name, job]) => ({ name: `${file}: ${name}`, job })),
);

interface WorkflowParser {
  NoOperationTraceWriter: new () => unknown;
  parseWorkflow(
    file: { name: string; content: string },
    trace: unknown,
  ): { context: { errors: { getErrors(): { message: string }[] } } };
}

/** GitHub's own parser with its schema, bundled, since Node.js 20 can't import the schema. */
async function workflowParser(): Promise<WorkflowParser> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@actions/workflow-parser'", resolveDir: project },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const module = { exports: {} as WorkflowParser };
  const load = runInThisContext(`(module, require) => {${outputFiles[0]!.text}}`) as (...given: unknown[]) => void;
  load(module, require);
  return module.exports;
}

/** Installs actionlint once per machine. @returns its folder; undefined if it can't be downloaded */
async function actionlint(): Promise<string | undefined> {
  const module = `github.com/rhysd/actionlint/cmd/actionlint@v${ACTIONLINT}`;
  try {
    return await installOnce(`actionlint-${ACTIONLINT}`, async folder => {
      await promisify(execFile)('go', ['install', module], { env: { ...process.env, GOBIN: folder } });
    });
  } catch {
    return undefined;
  }
}

/** The workflows that the extension writes, and those in the documents for users. */
function workflowsOfUsers(): [name: string, text: string][] {
  const written = (['terraform', 'tofu'] as const).flatMap(program =>
    [
      ['ops', 'apps'],
      ['ops', 'apps', 'apps-prod'],
    ].flatMap(environments => {
      const providers = ['aws', 'azurerm', 'google', 'scaleway'] as const;
      const facts = { mainBranch: 'main', environments, providers, program };
      const keyless = { ...facts, showsPlans: true, oidc: true };
      return [facts, keyless].flatMap(each => [githubPipelineText(each), githubDriftText(each)]);
    }),
  );
  const pages = readdirSync(join(project, 'docs')).filter(name => name.endsWith('.md'));
  const documented = pages.flatMap(name =>
    [...read(`docs/${name}`).matchAll(/^```yaml\n(.*?)^```/gms)].flatMap(([, text]) =>
      // Gitea and Forgejo name actions by their address.
      /^on:/m.test(text!) && /^jobs:/m.test(text!) && !/uses: https:/.test(text!) ? [text!] : [],
    ),
  );
  assert.ok(documented.length > 0);
  return [...written, ...documented].map((text, index) => [`.github/workflows/${index}.yaml`, text]);
}

describe('GitHub workflows of the project', () => {
  it('pass actionlint, also those that the extension writes and the documents show', async function () {
    this.timeout(300_000);
    skipWithout(this, 'go');
    const folder = await actionlint();
    // Without the network, there is nothing to run.
    if (folder === undefined) this.skip();
    const lint = (cwd: string, names: readonly string[]): void => {
      const parameters = ['-no-color', '-shellcheck=', '-pyflakes=', ...names];
      const { status, stdout } = spawnSync(join(folder, 'actionlint'), parameters, { cwd, encoding: 'utf8' });
      assert.equal(status, 0, stdout);
    };
    lint(project, files);
    const given = new TemporaryFolder(Object.fromEntries(workflowsOfUsers()));
    try {
      lint(
        given.path,
        workflowsOfUsers().map(([name]) => name),
      );
    } finally {
      given.delete();
    }
  });

  it('match the schema of GitHub, also those that the extension writes and the documents show', async () => {
    const parser = await workflowParser();
    const errorsOf = (name: string, content: string): string[] =>
      parser
        .parseWorkflow({ name, content }, new parser.NoOperationTraceWriter())
        .context.errors.getErrors()
        .map(({ message }) => message);
    for (const [name, text] of [...files.map(file => [file, read(file)] as const), ...workflowsOfUsers()])
      assert.deepEqual(errorsOf(name, text), [], text);
    assert.match(errorsOf('mistake', 'on: push\njobs: {build: {runs-on: ubuntu-24.04, stepz: []}}').join(), /stepz/);
  });

  it('call existing npm scripts and files', () => {
    const commands = jobs.flatMap(({ job }) => job.steps.map(({ run = '' }) => run)).join('\n');
    const called = [...commands.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!);
    assert.ok(called.includes('release-files') && called.includes('test:desktop'), called.join());
    assert.deepEqual(
      called.filter(name => !(name in manifest.scripts)),
      [],
    );
    const paths = [...commands.matchAll(/(?:^|[\s'"])((?:\.ci|scripts|test\/platforms)\/[\w./-]+)/gm)].map(
      ([, path]) => path!,
    );
    assert.ok(paths.includes('.ci/run'), paths.join());
    assert.deepEqual(
      paths.filter(path => !existsSync(join(project, path))),
      [],
    );
  });

  it('publish without a secret', () => {
    assert.deepEqual(
      files.filter(file => /\bsecrets\s*[.[]|_PAT\b|NODE_AUTH_TOKEN|VSCE_TOKEN/.test(read(file))),
      [],
    );
    const { jobs: published } = workflows.get('.github/workflows/release.yml')!;
    for (const name of ['npm', 'marketplace', 'openvsx', 'mcp']) {
      assert.equal(published[name]?.permissions?.['id-token'], 'write', name);
      assert.equal(published[name]?.environment, name);
    }
  });

  it('publish to the MCP registry when the npm package can be installed, also when only this job runs again', () => {
    const { mcp } = workflows.get('.github/workflows/release.yml')!.jobs;
    assert.equal(mcp?.needs, 'build');
    const commands = mcp.steps.map(({ run = '' }) => run);
    const installed = commands.findIndex(run => run.includes('npm install') && run.includes('"kubestack@$VERSION"'));
    assert.ok(installed >= 0 && installed < commands.findIndex(run => run.endsWith('publisher" publish\n')));
  });

  it('have only the permissions that each job declares', () => {
    for (const [file, { permissions }] of workflows) assert.deepEqual(permissions, {}, file);
    for (const { name, job } of jobs) assert.ok(job.permissions, name);
    assert.deepEqual(
      jobs.filter(({ job }) => job.permissions?.['contents'] === 'write').map(({ name }) => name),
      ['.github/workflows/data.yml: propose', '.github/workflows/release.yml: github'],
    );
  });

  it('have time limits, and leave no token in the work tree', () => {
    for (const { name, job } of jobs) {
      assert.ok((job['timeout-minutes'] ?? 0) > 0, `${name} has no timeout`);
      for (const { uses, with: given } of job.steps)
        if (uses?.startsWith('actions/checkout@')) assert.equal(given?.['persist-credentials'], false, name);
    }
  });

  it('run on three operating systems, three versions of Node and three of VS Code, including the oldest supported ones', () => {
    const { jobs: tested } = workflows.get('.github/workflows/ci.yml')!;
    const oldestNode = Number(/\d+/.exec(manifest.engines.node)?.[0]);
    assert.deepEqual(tested['platforms']?.strategy?.matrix['node'], [oldestNode, 22, 24]);
    assert.deepEqual(
      tested['platforms']?.strategy?.matrix['os']?.map(system => String(system).split('-')[0]),
      ['ubuntu', 'macos', 'windows'],
    );
    const oldest = manifest.engines.vscode.replace('^', '');
    assert.deepEqual(tested['vscode']?.strategy?.matrix['vscode'], [oldest, 'stable', 'insiders']);
  });

  it('come with valid YAML of issue forms and dependency updates', () => {
    const forms = readdirSync(join(project, '.github/ISSUE_TEMPLATE')).map(name => `.github/ISSUE_TEMPLATE/${name}`);
    for (const file of [...forms, '.github/dependabot.yml'])
      assert.deepEqual(
        parseAllDocuments(read(file)).flatMap(({ errors }) => errors),
        [],
        file,
      );
  });
});

describe('the entry for the MCP registry', () => {
  it('is valid by the schema of the publisher that the release uses', async function () {
    this.timeout(300_000);
    skipWithout(this, 'go');
    const [, publisher] =
      /modelcontextprotocol\/registry\/cmd\/publisher@v([\d.]+)/.exec(read('.github/workflows/release.yml')) ?? [];
    const schema = await registrySchema(publisher!);
    // Without the network, there is nothing to compare with.
    if (schema === undefined) this.skip();
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const entry = JSON.parse(read('server.json')) as { name: string };
    assert.ok(validate(entry), JSON.stringify(validate.errors));
    assert.ok(!validate({ ...entry, name: 'no-namespace' }));
  });
});

/** The schema in the module of the publisher; undefined if it can't be downloaded. */
async function registrySchema(version: string): Promise<object | undefined> {
  try {
    const folder = await installOnce(`mcp-registry-${version}`, async target => {
      const module = `github.com/modelcontextprotocol/registry@v${version}`;
      const options = { cwd: target, env: { ...process.env, GOFLAGS: '-mod=mod' } };
      const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', module], options);
      const { Dir } = JSON.parse(stdout) as { Dir: string };
      cpSync(join(Dir, 'docs/reference/server-json/draft/server.schema.json'), join(target, 'server.schema.json'));
    });
    return JSON.parse(readFileSync(join(folder, 'server.schema.json'), 'utf8')) as object;
  } catch {
    return undefined;
  }
}

describe('the dry run of a release', () => {
  const workflow = read('.github/workflows/release.yml');
  const steps = rehearsal(workflow);

  it('has the steps of the workflow in order', () => {
    const release = workflows.get('.github/workflows/release.yml')!;
    assert.equal(steps.length, Object.values(release.jobs).flatMap(job => job.steps).length);
    const commands = steps.map(({ command = '' }) => command);
    const order = ['releaseChannel', 'npm run release-files', 'gh release', 'npm publish'].map(part =>
      commands.findIndex(command => command.includes(part === 'gh release' ? 'SHA256SUMS' : part)),
    );
    assert.ok(!order.includes(-1), commands.join('\n'));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  it('publishes nothing', () => {
    for (const { name, command = '' } of steps)
      for (const line of command.split('\n'))
        if (/\bpublish|gh release|\blogin\b/.test(line)) assert.match(line, /npm publish .*--dry-run/, name);
  });

  it('runs the other commands of the workflow as they are', () => {
    const [step] = rehearsal('jobs: { build: { steps: [{ run: node scripts/new.mjs }] } }');
    assert.deepEqual(step, { name: 'build: node scripts/new.mjs', command: 'node scripts/new.mjs' });
    const publishing = 'jobs: { build: { steps: [{ run: npx other publish file }] } }';
    assert.throws(() => rehearsal(publishing), /may publish/);
  });
});

describe('the notes of a release', () => {
  it('are its section of the changelog, with links to the files of the tag', () => {
    const text =
      '# Changelog\n\n## [1.1.0] - 2026-01-02\n\n- New: [docs](docs/a.md).\n\n## [1.0.0] - 2026-01-01\n\n- [Old](https://example.org).\n';
    assert.equal(
      releaseNotes('v1.1.0', text, 'https://host/blob/v1.1.0'),
      '- New: [docs](https://host/blob/v1.1.0/docs/a.md).\n',
    );
    assert.equal(releaseNotes('v1.0.0', text, 'https://host'), '- [Old](https://example.org).\n');
    assert.throws(() => releaseNotes('v1.0.0-rc.1', text, 'https://host'), /no section \[1\.0\.0-rc\.1\]/);
  });
});

describe('the release channel', () => {
  const changelog = '# Changelog\n\n## [1.0.0] - 2026-01-01\n\n## [1.0.0-rc.2] - 2026-01-01\n\n## [1.1.0]\n';

  it('is stable for an even minor version and a pre-release for an odd one', () => {
    const stable = { version: '1.0.0', publish: true, preRelease: false, npmTag: 'latest' };
    assert.deepEqual(releaseChannel('v1.0.0', '1.0.0', changelog), stable);
    const next = { version: '1.1.0', publish: true, preRelease: true, npmTag: 'next' };
    assert.deepEqual(releaseChannel('v1.1.0', '1.1.0', changelog), next);
  });

  it('publishes no release candidates, which have sections of their own', () => {
    const { publish, preRelease } = releaseChannel('v1.0.0-rc.2', '1.0.0', changelog);
    assert.deepEqual({ publish, preRelease }, { publish: false, preRelease: true });
    assert.throws(() => releaseChannel('v1.0.0-rc.3', '1.0.0', changelog), /no section \[1\.0\.0-rc\.3\]/);
  });

  it('rejects tags of another version', () => {
    assert.throws(() => releaseChannel('v1.0', '1.0.0', changelog), /v1\.0 is no release tag/);
    assert.throws(() => releaseChannel('v1.2.0', '1.0.0', changelog), /package\.json has 1\.0\.0/);
    assert.throws(() => releaseChannel('v2.0.0', '2.0.0', changelog), /no section \[2\.0\.0\]/);
  });

  it('is defined for the version in package.json', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['scripts/releaseChannel.mjs', `v${manifest.version}-rc.1`],
      {
        cwd: project,
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0);
    assert.equal(stdout, `version=${manifest.version}\npublish=false\npreRelease=true\nnpmTag=next\n`);
  });
});
