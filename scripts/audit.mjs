// npm run audit: compares the lock file, including bundled packages, with known advisories from the registry and from scripts/advisories.json, for
// machines whose registry has no advisories. Every advisory for a locked version fails the run, unless advisories.json explains why it can be
// ignored.
// Exit codes: 0 no advisories, 1 advisories, 3 the registry could not be queried (and no recorded advisory applies).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const readJson = path => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @typedef {{ id: string, package: string, title?: string }} Advisory */

/** Versions of all installed packages by name. Includes development dependencies, since the bundled packages are among them. */
function lockedVersions() {
  const versions = new Map();
  for (const [path, { version }] of Object.entries(readJson('package-lock.json').packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    if (path !== '') versions.set(name, new Set([...(versions.get(name) ?? []), version]));
  }
  return versions;
}

/** -1, 0 or 1. Pre-releases count as their release. */
function compareVersions(a, b) {
  const [x, y] = [a, b].map(version => version.split(/[-+]/)[0].split('.').map(Number));
  const at = x.findIndex((part, index) => part !== y[index]);
  return at < 0 ? 0 : x[at] < y[at] ? -1 : 1;
}

/** Recorded advisories for locked versions. @returns {Advisory[]} */
function recorded(known, versions) {
  return known.filter(({ package: name, vulnerable }) =>
    [...(versions.get(name) ?? [])].some(version =>
      vulnerable.some(([from, below]) => compareVersions(version, from) >= 0 && compareVersions(version, below) < 0),
    ),
  );
}

/** Queries the registry. @returns {{ advisories?: Advisory[], reason?: string }} */
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
    // A string is the name of the dependency that has the advisory.
    .filter(via => typeof via === 'object')
    .map(({ url, name, title }) => ({ id: url.split('/').at(-1), package: name, title }));
  return { advisories };
}

/** Removes the registry's address, which can be private. */
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
