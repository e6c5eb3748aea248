// npm run audit: holds the lock file, with everything that is bundled, against known advisories. Advisories come from the registry, and
// from scripts/advisories.json for machines whose registry tells none. Each that applies to a locked version fails the run, unless
// advisories.json says why it does not matter here.
// Exit codes: 0 nothing applies, 1 something does, 3 the registry could not be asked (and nothing that is recorded applies).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const readJson = path => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @typedef {{ id: string, package: string, title?: string }} Advisory */

/** Versions by package, everything that is installed: what is bundled is a development dependency, as nothing is left to install. */
function lockedVersions() {
  const versions = new Map();
  for (const [path, { version }] of Object.entries(readJson('package-lock.json').packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    if (path !== '') versions.set(name, new Set([...(versions.get(name) ?? []), version]));
  }
  return versions;
}

/** -1, 0 or 1. A pre-release counts as its release. */
function compareVersions(a, b) {
  const [x, y] = [a, b].map(version => version.split(/[-+]/)[0].split('.').map(Number));
  const at = x.findIndex((part, index) => part !== y[index]);
  return at < 0 ? 0 : x[at] < y[at] ? -1 : 1;
}

/** Recorded advisories that apply to a locked version. @returns {Advisory[]} */
function recorded(known, versions) {
  return known.filter(({ package: name, vulnerable }) =>
    [...(versions.get(name) ?? [])].some(version =>
      vulnerable.some(([from, below]) => compareVersions(version, from) >= 0 && compareVersions(version, below) < 0),
    ),
  );
}

/** What the registry says. @returns {{ advisories?: Advisory[], reason?: string }} */
function asked() {
  const { stdout, stderr, error } = spawnSync('npm', ['audit', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
    shell: process.platform === 'win32',
  });
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { reason: error?.message ?? stderr.trim().split('\n').at(-1) };
  }
  if (report.auditReportVersion === undefined) return { reason: reasonIn(report) };
  const advisories = Object.values(report.vulnerabilities)
    .flatMap(({ via }) => via)
    // A text names the dependency that has the advisory.
    .filter(via => typeof via === 'object')
    .map(({ url, name, title }) => ({ id: url.split('/').at(-1), package: name, title }));
  return { advisories };
}

/** Without the registry's address, which is nobody's business. */
const reasonIn = ({ message, error }) =>
  (message ?? error?.summary ?? error?.code ?? 'no report').replace(/ - \w+ https?:\/\/\S+/, '');

const { accepted, known } = readJson('scripts/advisories.json');
const { advisories, reason } = asked();
const applying = [...recorded(known, lockedVersions()), ...(advisories ?? [])];
const isAccepted = ({ id, package: name }) => accepted.some(each => each.id === id && each.package === name);
const unexplained = new Map(
  applying.filter(each => !isAccepted(each)).map(each => [`${each.id} ${each.package}`, each]),
);

for (const { id, package: name, title } of unexplained.values())
  console.log(
    `${id} applies to ${name}${title === undefined ? '' : `: ${title}`}. Update it, or say in scripts/advisories.json why it does not matter.`,
  );
for (const { id, package: name, reason: why } of accepted) {
  const applies = applying.some(each => each.id === id && each.package === name);
  console.log(
    applies
      ? `${id} applies to ${name}, and is accepted: ${why}`
      : `${id} no longer applies to ${name}: remove it from scripts/advisories.json.`,
  );
}
const count = `${lockedVersions().size} packages`;
if (advisories) console.log(`Audited ${count}: ${unexplained.size} advisories without an explanation.`);
else
  console.log(
    `NOT AUDITED: the registry could not be asked (${reason}). Compared ${count} with ${known.length} recorded advisories only.`,
  );
process.exitCode = unexplained.size > 0 ? 1 : advisories ? 0 : 3;
