/**
 * Writes data/kubernetes.json: until when each cloud supports each minor version of Kubernetes, and the APIs that a minor version removes. Usage:
 *
 *     node scripts/generateLifecycle.mjs <folder> [--check]
 *
 * The folder has clones of the sources, each named like its repository (SOURCES). Facts of a source without a clone stay as they are, and so do dates
 * that a source no longer lists. `--check` writes nothing, and fails if the file differs. docs/upgrades.md describes the format.
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

/** @param folder with the clones */
function dataOf(folder, before) {
  const data = { sources: { ...before.sources }, support: { ...before.support }, apis: before.apis ?? [] };
  const cloneOf = ({ repository }) => {
    const clone = join(folder, repository.split('/')[1]);
    return existsSync(clone) ? clone : undefined;
  };
  const read = (clone, path) => git(clone, ['show', `HEAD:${path}`]).toString();
  const sourceOf = (clone, { repository, path }) => {
    const [commit, date] = git(clone, ['log', '-1', '--format=%H %cs', '--', path]).toString().trim().split(' ');
    return [repository, path, commit, date];
  };
  for (const [key, source] of Object.entries(SOURCES)) {
    const clone = cloneOf(source);
    if (!clone) continue;
    data.sources[key] = sourceOf(clone, source);
    data.support[key] = newestFirst({ ...before.support?.[key], ...source.read(read(clone, source.path)) });
  }
  const [kubernetes, pluto] = [cloneOf(KUBERNETES), cloneOf(PLUTO)];
  if (kubernetes && pluto) {
    const wanted = /\/(?:register|zz_generated\.prerelease-lifecycle)\.go$/;
    const paths = git(kubernetes, ['ls-tree', '-r', '--name-only', 'HEAD']).toString().split('\n');
    const files = new Map(paths.filter(path => wanted.test(path)).map(path => [path, read(kubernetes, path)]));
    data.sources.kubernetes = sourceOf(kubernetes, KUBERNETES);
    data.sources.pluto = sourceOf(pluto, PLUTO);
    data.apis = apiRows(kubernetesApis(files), plutoApis(read(pluto, PLUTO.path)));
  }
  return data;
}

const minorOf = version => Number(version.split('.')[1]);
const newestFirst = dates => Object.fromEntries(Object.entries(dates).sort(([a], [b]) => minorOf(b) - minorOf(a)));

/** One line for each source, cloud and API. */
export function printed({ sources, support, apis }) {
  const lines = entries => entries.map(entry => `  ${entry}`).join(',\n');
  const named = object =>
    lines(Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`));
  return `{"sources": {\n${named(sources)}\n},\n"support": {\n${named(support)}\n},\n"apis": [\n${lines(apis.map(row => JSON.stringify(row)))}\n]}\n`;
}

function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } });
  const [folder] = positionals;
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
