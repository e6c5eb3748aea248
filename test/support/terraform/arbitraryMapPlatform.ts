import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchemas, type AttributeSchema } from '../../../server/kubestack/schemas/schemas';
import { sourceOf } from './generatedPlatform';
import type { JudgedPlatform } from './judgedRoot';

const schemas = loadSchemas(JSON.parse(readFileSync(join(__dirname, '../../../data/schemas.json'), 'utf8')));
const paths = [
  'aws/cluster',
  'azurerm/cluster',
  'google/cluster',
  'aws/cluster/node-pool',
  'azurerm/cluster/node-pool',
  'google/cluster/node-pool',
];
const refs = fc.constantFrom('v0.19.2-beta.0', 'v0.18.1-beta.0', 'v0.16.0-beta.0');

/**
 * Realistic platforms of the `map` generation: a cluster or node pool of every cloud with valid values, in a base and in environments that
 * override some of them.
 */
export const arbitraryMapPlatform: fc.Arbitrary<JudgedPlatform> = fc
  .tuple(
    fc.constantFrom(['apps', 'ops'], ['apps-prod', 'apps', 'ops']),
    refs,
    fc.shuffledSubarray(paths, { minLength: 2, maxLength: 4 }),
  )
  .chain(([environments, ref, modules]) =>
    fc.tuple(...modules.map((path, index) => callOf(path, ref, environments, index))).map(calls => ({
      files: Object.fromEntries(calls.map(({ label, text }) => [`${label}.tf`, text])),
      calls: calls.map(({ label, path }) => ({
        address: `module.${label}`,
        source: sourceOf(path, ref),
        environments,
      })),
    })),
  );

const PREFIXES: Readonly<Record<string, string>> = { aws: 'eks', azurerm: 'aks', google: 'gke' };

function callOf(
  path: string,
  ref: string,
  environments: readonly string[],
  index: number,
): fc.Arbitrary<{ label: string; path: string; text: string }> {
  const [cloud = ''] = path.split('/');
  const attributes = [...(schemas.moduleFor(path, ref)?.attributes.values() ?? [])].filter(
    each => !/[.*]/.test(each.path) && ['string', 'bool', 'number'].includes(each.type.kind),
  );
  const label = `${PREFIXES[cloud]}_gc${index}_eu-west-1`;
  const written = environments.map((_, place) =>
    fc
      .shuffledSubarray(attributes, {
        minLength: place === 0 ? 3 : 0,
        maxLength: Math.min(attributes.length, place === 0 ? 14 : 5),
      })
      .chain(chosen =>
        fc.tuple(...chosen.map(attribute => valueOf(attribute).map(value => `${attribute.path} = ${value}`))),
      )
      .map(lines => `    ${environments[place]} = {\n${lines.map(line => `      ${line}\n`).join('')}    }\n`),
  );
  return fc.tuple(...written).map(texts => {
    const base = environments[0] === 'apps' ? '' : `  configuration_base_key = "${environments[0]}"\n`;
    const inputs = path.endsWith('/node-pool') ? '  cluster_name = module.cluster.current_metadata["name"]\n' : '';
    return {
      label,
      path,
      text: `module "${label}" {\n  source = "${sourceOf(path, ref)}"\n${inputs}${base}  configuration = {\n${texts.join('')}  }\n}\n`,
    };
  });
}

/** A value in one of its notations. */
function valueOf({ format, type, path }: AttributeSchema): fc.Arbitrary<string> {
  if (path === 'router_advertise_config_ip_ranges') return fc.constant('"10.0.0.0/8,10.1.0.0/16"');
  switch (format ?? type.kind) {
    case 'list':
      return fc.constantFrom('"a,b"', '"a"', '" a , b "', 'join(",", ["a", "b"])', '"${"a"}x,b"', 'true ? "a,b" : "c"');
    case 'map':
      return fc.constantFrom('"team=web"', '"team=web,tier=gold"');
    case 'number':
      return fc.constantFrom('"3"', '3', '2 + 1', '"${3}"');
    case 'bool':
      return fc.constantFrom('"true"', 'false', '"false"', '1 == 1');
    default:
      return fc.constantFrom('"a"', '"1.30"', '"x-${"y"}"', 'upper("a")');
  }
}
