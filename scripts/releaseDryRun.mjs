// npm run release:dry-run: runs the steps of the release workflow in order, without publishing anything. The steps come from release.yml itself.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** Commands that publish or that need a hosted runner, and what replaces them. A step that matches none runs as it is. */
const REPLACED = [
  { part: /^sudo apt-get /, reason: 'installs programs' },
  { part: /^\.ci\/run$/, reason: 'runs all tests: run it on its own' },
  { part: /^npm ci\b/, reason: 'installs packages' },
  { part: /^go install /, reason: 'installs a program' },
  { part: /npm install .*"kubestack@\$VERSION"/, reason: 'needs the published package' },
  { part: /publisher" publish/, reason: 'publishes to the MCP registry' },
  { part: /gh release create/, command: 'cd released && sha256sum --check SHA256SUMS' },
  {
    part: /npm publish /,
    command:
      'cd released && sha256sum --check SHA256SUMS && npm publish "./kubestack-$VERSION.tgz" --dry-run --access public --tag "$TAG"',
  },
  {
    part: /vsce publish /,
    command: 'cd released && sha256sum --check SHA256SUMS && unzip -tq "kubestack-$VERSION.vsix"',
  },
  {
    part: /ovsx@[\d.]+ publish /,
    command: 'cd released && sha256sum --check SHA256SUMS && unzip -tq "kubestack-$VERSION.vsix"',
  },
];

/** What never runs as it is. */
const PUBLISHES = /\b(?:publish|login|gh)\s/;

/**
 * @param {string} workflow the text of release.yml
 * @returns {import('./releaseDryRun.d.mts').Rehearsed[]} every step of the workflow
 * @throws Error if a step may publish something and has no replacement
 */
export function rehearsal(workflow) {
  return Object.entries(parse(workflow).jobs).flatMap(([job, { steps }]) =>
    steps.map(({ name, uses, run = '' }) => {
      const text = run.trim();
      const step = { name: `${job}: ${name ?? uses ?? text.split('\n')[0]}` };
      if (uses) return { ...step, reason: 'is an action' };
      const replaced = REPLACED.find(({ part }) => part.test(text));
      if (!replaced && PUBLISHES.test(text)) throw new Error(`${step.name} may publish: add it to REPLACED.`);
      const { command = text, reason } = replaced ?? {};
      return reason ? { ...step, reason } : { ...step, command };
    }),
  );
}

function dryRun() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // The newest version of the changelog: a release, or a release candidate.
  const [, section = version] = /^## \[(.*?)\]/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? [];
  const tag = `v${section}`;
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status: rejected, stdout } = spawnSync(process.execPath, ['scripts/releaseChannel.mjs', tag], options);
  if (rejected !== 0) {
    process.exitCode = 1;
    return;
  }
  const channel = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map(line => line.split('=')),
  );
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-release-'));
  const environment = {
    ...process.env,
    GITHUB_REF_NAME: tag,
    GITHUB_OUTPUT: join(folder, 'output'),
    PRE_RELEASE: channel.preRelease,
    TAG: channel.npmTag,
    VERSION: version,
  };
  try {
    for (const { name, command, reason } of rehearsal(
      readFileSync(join(root, '.github/workflows/release.yml'), 'utf8'),
    )) {
      console.log(reason ? `── ${name}: not run, because it ${reason}` : `── ${name}`);
      if (reason) continue;
      // The files are written beside the project, where no lint rule and no test finds them.
      const script = command
        .replaceAll('cd released', `cd "${folder}/released"`)
        .replace(/-- released\b/, `-- "${folder}/released"`);
      const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
        cwd: root,
        env: environment,
        stdio: 'inherit',
      });
      if (status !== 0) {
        console.error(`${name} failed.`);
        process.exitCode = 1;
        return;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (realpathSync(process.argv[1] ?? '.') === fileURLToPath(import.meta.url)) dryRun();
