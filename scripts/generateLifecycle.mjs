/**
 * Writes data/kubernetes.json: until when each cloud supports each minor version of Kubernetes, and the APIs that a minor version removes. Usage:
 *
 *     node scripts/generateLifecycle.mjs <folder> [--check]
 *
 * The folder has clones of the sources, each named like its repository (SOURCES). Facts of a source without a clone stay as they are, and so do dates
 * that a source no longer lists. `--check` writes nothing, and fails if the file differs. `--age [--date DAY]` needs no folder, and fails if a source
 * was read too long ago for a release. docs/upgrades.md describes the format.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { git } from './schemas/gitFiles.mjs';

const OUTPUT = fileURLToPath(new URL('../data/kubernetes.json', import.meta.url));

/** By key in the data: repository, and the path whose last change is recorded. */
const SOURCES = {
  aws: { repository: 'endoflife-date/endoflife.date', path: 'products/amazon-eks.md', read: productOf('eol', 'eoes') },
  azurerm: {
    repository: 'endoflife-date/endoflife.date',
    path: 'products/azure-kubernetes-service.md',
    read: productOf('eol'),
  },
  google: {
    repository: 'endoflife-date/endoflife.date',
    path: 'products/google-kubernetes-engine.md',
    read: productOf('eol'),
  },
  scaleway: {
    repository: 'scaleway/docs-content',
    path: 'pages/kubernetes/reference-content/version-support-policy.mdx',
    read: scalewayTable,
  },
};
/** The ends of support of the programs in the framework's images. */
const PROGRAMS = {
  terraform: { repository: 'endoflife-date/endoflife.date', path: 'products/terraform.md' },
  tofu: { repository: 'endoflife-date/endoflife.date', path: 'products/opentofu.md' },
};
/** Kubernetes itself is the first source. Pluto knows the APIs whose code Kubernetes has deleted. */
const KUBERNETES = { repository: 'kubernetes/api', path: '.' };
const PLUTO = { repository: 'FairwindsOps/pluto', path: 'versions.yaml' };

/**
 * Dates by minor version, from the front matter of a page of endoflife.date.
 * @param names the fields with the dates
 */
export function productOf(...names) {
  return text => {
    const { releases } = parse(text.split(/^---$/m)[1] ?? '', { schema: 'failsafe' });
    return Object.fromEntries(
      releases.flatMap(release => {
        const dates = names.map(name => release[name]).filter(isDate);
        return MINOR.test(release.releaseCycle) && dates.length > 0 ? [[release.releaseCycle, dates]] : [];
      }),
    );
  };
}

const MINOR = /^1\.\d+$/;
const isDate = text => /^\d{4}-\d\d-\d\d$/.test(text ?? '');
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The ends of support by minor version, from the table of Scaleway's documentation: its last column. */
export function scalewayTable(text) {
  const rows = [...text.matchAll(/^\|\s*(1\.\d+)\s*\|(.*)\|\s*$/gm)].map(([, minor, rest]) => {
    const [, month, day, year] = /(\w+) (\d+), (\d{4})/.exec(rest.split('|').at(-1)) ?? [];
    const number = MONTHS.indexOf(month?.slice(0, 3).toLowerCase()) + 1;
    if (number === 0) throw new Error(`Version ${minor} of Scaleway has no end of support: ${rest}`);
    return [minor, [[year, String(number).padStart(2, '0'), day.padStart(2, '0')].join('-')]];
  });
  if (rows.length === 0) throw new Error("There is no table of versions in Scaleway's documentation.");
  return Object.fromEntries(rows);
}

/** `{apiVersion, kind, deprecated, removed, replacement}` of each API in the generated Go files of Kubernetes. Minor versions are numbers. */
export function kubernetesApis(files) {
  return [...files].flatMap(([path, text]) => {
    const group = /GroupName\s*=\s*"([^"]*)"/.exec(files.get(path.replace(/[^/]+$/, 'register.go')) ?? '')?.[1];
    if (group === undefined || !path.endsWith('zz_generated.prerelease-lifecycle.go')) return [];
    const facts = new Map();
    for (const [, kind, fact, value] of text.matchAll(
      /^func \(in \*(\w+)\) APILifecycle(\w+)\(\).*\{\n\treturn (.*)\n/gm,
    ))
      facts.set(kind, { ...facts.get(kind), [fact]: value });
    const minor = value => (value === undefined ? undefined : Number(/^1, (\d+)$/.exec(value)[1]));
    return [...facts].flatMap(([kind, { Deprecated, Removed, Replacement }]) => {
      const [, to, version] = /Group: "([^"]*)", Version: "([^"]*)"/.exec(Replacement ?? '') ?? [];
      if (Deprecated === undefined) return [];
      const apiVersion = [group, path.split('/').at(-2)].filter(part => part !== '').join('/');
      const replacement = [to, version].filter(part => part).join('/');
      return [{ apiVersion, kind, deprecated: minor(Deprecated), removed: minor(Removed), replacement }];
    });
  });
}

/** The same of Kubernetes' own APIs in Pluto's file. */
export function plutoApis(text) {
  const minor = version => (version ? Number(/^v1\.(\d+)\./.exec(version)[1]) : undefined);
  return parse(text)['deprecated-versions'].flatMap(each =>
    each.component === 'k8s'
      ? [
          {
            apiVersion: each.version,
            kind: each.kind,
            deprecated: minor(each['deprecated-in']),
            removed: minor(each['removed-in']),
            replacement: each['replacement-api'],
          },
        ]
      : [],
  );
}

/** Rows `[apiVersion, deprecated, removed, replacement, ...kinds]`. Lists and reviews are never in manifests. */
export function apiRows(first, second) {
  const all = new Map();
  for (const each of [...second, ...first]) {
    if (/(?:List|Review|Rollback|Scale)$/.test(each.kind)) continue;
    const key = `${each.apiVersion} ${each.kind}`;
    all.set(key, { ...all.get(key), ...Object.fromEntries(Object.entries(each).filter(([, value]) => value)) });
  }
  const rows = new Map();
  for (const { apiVersion, kind, deprecated, removed, replacement } of all.values()) {
    const row = [apiVersion, deprecated ?? removed ?? 0, removed ?? 0, replacement ?? ''];
    const key = JSON.stringify(row);
    rows.set(key, [...(rows.get(key) ?? row), kind]);
  }
  return [...rows.values()]
    .map(([...row]) => [...row.slice(0, 4), ...row.slice(4).sort()])
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The day on which an unchanged source was read: it advances once a month, so that not each week has a difference. */
export const readOn = (newest, before) => (before !== undefined && daysBetween(before, newest) < 30 ? before : newest);

/** Sources that were read longer ago than this number of days stop a release. */
const RELEASE_DAYS = 180;

/** The sources whose facts are too old for a release on a day. Pluto only adds what Kubernetes has already deleted, which stays true. */
export const oldSources = (sources, day) =>
  Object.entries(sources).flatMap(([key, [, , , , read]]) =>
    key !== 'pluto' && daysBetween(read, day) > RELEASE_DAYS ? [`${key} (${read})`] : [],
  );

/** The announced retirements that were read so long ago that they may have been postponed. */
export const oldRetirements = (retirements, day) =>
  retirements.flatMap(({ name, read, ends }) =>
    ends > read && daysBetween(read, day) > RELEASE_DAYS ? [`${name} (${read})`] : [],
  );

/** @param folder with the clones */
function dataOf(folder, before) {
  const data = {
    sources: { ...before.sources },
    support: { ...before.support },
    programs: { ...before.programs },
    retirements: before.retirements ?? [],
    apis: before.apis ?? [],
  };
  const cloneOf = ({ repository }) => {
    const clone = join(folder, repository.split('/')[1]);
    return existsSync(clone) ? clone : undefined;
  };
  const read = (clone, path) => git(clone, ['show', `HEAD:${path}`]).toString();
  const sourceOf = (clone, { repository, path }, [, , known, , read] = []) => {
    const [commit, date] = git(clone, ['log', '-1', '--format=%H %cs', '--', path]).toString().trim().split(' ');
    const newest = git(clone, ['log', '-1', '--format=%cs']).toString().trim();
    return [repository, path, commit, date, commit === known ? readOn(newest, read) : newest];
  };
  for (const [key, source] of Object.entries(SOURCES)) {
    const clone = cloneOf(source);
    if (!clone) continue;
    data.sources[key] = sourceOf(clone, source, before.sources?.[key]);
    data.support[key] = newestFirst({ ...before.support?.[key], ...source.read(read(clone, source.path)) });
  }
  for (const [key, source] of Object.entries(PROGRAMS)) {
    const clone = cloneOf(source);
    if (!clone) continue;
    data.sources[key] = sourceOf(clone, source, before.sources?.[key]);
    const dates = productOf('eol')(read(clone, source.path));
    data.programs[key] = newestFirst({
      ...before.programs?.[key],
      ...Object.fromEntries(Object.entries(dates).map(([minor, [day]]) => [minor, day])),
    });
  }
  const [kubernetes, pluto] = [cloneOf(KUBERNETES), cloneOf(PLUTO)];
  if (kubernetes && pluto) {
    const wanted = /\/(?:register|zz_generated\.prerelease-lifecycle)\.go$/;
    const paths = git(kubernetes, ['ls-tree', '-r', '--name-only', 'HEAD']).toString().split('\n');
    const files = new Map(paths.filter(path => wanted.test(path)).map(path => [path, read(kubernetes, path)]));
    data.sources.kubernetes = sourceOf(kubernetes, KUBERNETES, before.sources?.kubernetes);
    data.sources.pluto = sourceOf(pluto, PLUTO, before.sources?.pluto);
    data.apis = apiRows(kubernetesApis(files), plutoApis(read(pluto, PLUTO.path)));
  }
  return data;
}

const minorOf = version => Number(version.split('.')[1]);
const newestFirst = dates => Object.fromEntries(Object.entries(dates).sort(([a], [b]) => minorOf(b) - minorOf(a)));

/** One line for each source, cloud, program, retirement and API. */
export function printed({ sources, support, programs, retirements, apis }) {
  const lines = entries => entries.map(entry => `  ${entry}`).join(',\n');
  const named = object =>
    lines(Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`));
  return `{"sources": {\n${named(sources)}\n},\n"support": {\n${named(support)}\n},\n"programs": {\n${named(programs)}\n},\n"retirements": [\n${lines(retirements.map(row => JSON.stringify(row)))}\n],\n"apis": [\n${lines(apis.map(row => JSON.stringify(row)))}\n]}\n`;
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean' }, age: { type: 'boolean' }, date: { type: 'string' } },
  });
  const [folder] = positionals;
  if (values.age) {
    const { sources, retirements } = JSON.parse(readFileSync(OUTPUT, 'utf8'));
    const day = values.date ?? new Date().toISOString().slice(0, 10);
    const [old, rows] = [oldSources(sources, day), oldRetirements(retirements, day)];
    if (old.length + rows.length === 0) return;
    if (old.length > 0)
      console.error(
        `These sources of data/kubernetes.json were read more than ${RELEASE_DAYS} days ago: ${old.join(', ')}. Merge the newest pull request of the workflow "Bundled data" first.`,
      );
    if (rows.length > 0)
      console.error(
        `These retirements of data/kubernetes.json were read more than ${RELEASE_DAYS} days ago: ${rows.join(', ')}. Read their sources, and set "read".`,
      );
    process.exitCode = 1;
    return;
  }
  if (folder === undefined) throw new Error('Usage: node scripts/generateLifecycle.mjs <folder> [--check]');
  const before = existsSync(OUTPUT) ? readFileSync(OUTPUT, 'utf8') : '{}';
  const text = printed(dataOf(folder, JSON.parse(before)));
  if (!values.check) writeFileSync(OUTPUT, text);
  else if (text !== before) {
    console.error('data/kubernetes.json differs from its sources. Run node scripts/generateLifecycle.mjs.');
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
