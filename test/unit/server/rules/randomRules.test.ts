// Random rules on random platforms: the same findings as a naive reading of the file, without the server's evaluator and inheritance.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { now } from '../../../../common/now';
import { ruleOutcomes } from '../../../../server/rules/ruleOutcomes';
import { ruleProblems } from '../../../../server/rules/ruleProblems';
import { randomCases } from '../../../support/randomCases';
import { workspaceOf } from '../../../support/testWorkspace';

interface Values {
  readonly min_size?: number;
  readonly zones?: readonly string[];
  readonly name_prefix?: string;
}
type Environment = 'apps' | 'ops' | 'apps-prod';
const ENVIRONMENTS: readonly Environment[] = ['apps', 'ops', 'apps-prod'];
/** By environment; `apps` is the base. */
type Cluster = Readonly<Record<Environment, Values>>;

/** What a rule sees, after inheritance. */
interface Seen extends Values {
  readonly environment: Environment;
  readonly clusters: number;
  readonly other: Values;
}

/** A condition as HCL, and what it means. */
interface Condition {
  readonly text: string;
  readonly holds: (seen: Seen) => boolean;
}

const LETTERS = ['a', 'b', 'c'] as const;
const values = fc.record(
  {
    min_size: fc.integer({ min: 0, max: 5 }),
    zones: fc.subarray([...LETTERS]),
    name_prefix: fc.constantFrom('x', 'yy', 'zzz'),
  },
  { requiredKeys: [] },
);
const base = fc.record({
  min_size: fc.integer({ min: 0, max: 5 }),
  zones: fc.subarray([...LETTERS], { minLength: 1 }),
  name_prefix: fc.constantFrom('x', 'yy', 'zzz'),
});
const cluster: fc.Arbitrary<Cluster> = fc.record({ apps: base, ops: values, 'apps-prod': values });

const number = fc.integer({ min: 0, max: 5 });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  number.map(n => ({
    text: `attributes.default_node_pool.min_size >= ${n}`,
    holds: ({ min_size = 0 }: Seen) => min_size >= n,
  })),
  number.map(n => ({
    text: `length(attributes.cluster_availability_zones) < ${n}`,
    holds: ({ zones = [] }: Seen) => zones.length < n,
  })),
  fc.constantFrom(...LETTERS).map(each => ({
    text: `contains(attributes.cluster_availability_zones, "${each}")`,
    holds: ({ zones = [] }: Seen) => zones.includes(each),
  })),
  fc.constantFrom('x', 'yy').map(each => ({
    text: `startswith(attributes.name_prefix, "${each}")`,
    holds: ({ name_prefix = '' }: Seen) => name_prefix.startsWith(each),
  })),
  fc.constantFrom(...ENVIRONMENTS).map(each => ({
    text: `environment == "${each}"`,
    holds: ({ environment }: Seen) => environment === each,
  })),
  number.map(n => ({ text: `length(platform.clusters) == ${n}`, holds: ({ clusters }: Seen) => clusters === n })),
  fc.constant({
    text: 'attributes.default_node_pool.min_size <= other("apps").attributes.default_node_pool.min_size',
    holds: ({ min_size = 0, other }: Seen) => min_size <= (other.min_size ?? 0),
  }),
  fc.constant({
    text: 'alltrue([for each in attributes.cluster_availability_zones : each != "b"])',
    holds: ({ zones = [] }: Seen) => zones.every(each => each !== 'b'),
  }),
);
const { condition } = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    leaf,
    tie('condition').map(({ text, holds }) => ({ text: `!(${text})`, holds: (seen: Seen) => !holds(seen) })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => ({
      text: `(${a.text}) && (${b.text})`,
      holds: (seen: Seen) => a.holds(seen) && b.holds(seen),
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => ({
      text: `(${a.text}) || (${b.text})`,
      holds: (seen: Seen) => a.holds(seen) || b.holds(seen),
    })),
  ),
}));

interface RandomRule {
  readonly condition: Condition;
  readonly filter: Condition | undefined;
  readonly environments: readonly Environment[] | undefined;
}
const rule: fc.Arbitrary<RandomRule> = fc.record({
  condition,
  filter: fc.option(leaf, { nil: undefined }),
  environments: fc.option(fc.subarray([...ENVIRONMENTS], { minLength: 1 }), { nil: undefined }),
});

const list = (texts: readonly string[]): string => `[${texts.map(each => JSON.stringify(each)).join(', ')}]`;
const configuration = ({ min_size, zones, name_prefix }: Values): string =>
  [
    ...(min_size === undefined ? [] : [`default_node_pool = { min_size = ${min_size} }`]),
    ...(zones === undefined ? [] : [`cluster_availability_zones = ${list(zones)}`]),
    ...(name_prefix === undefined ? [] : [`name_prefix = "${name_prefix}"`]),
  ].join('\n');

const platformText = (clusters: readonly Cluster[]): string =>
  clusters
    .map(
      (each, index) => `module "eks_gc${index}_eu-west-1" {
source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
configuration = {
${ENVIRONMENTS.map(name => `${name} = {\n${configuration(each[name])}\n}`).join('\n')}
}
}
`,
    )
    .join('');

const rulesText = (rules: readonly RandomRule[]): string =>
  rules
    .map(
      (each, index) => `rule "r${index}" {
target = "cluster"
${each.environments ? `environments = ${list(each.environments)}\n` : ''}${each.filter ? `filter = ${each.filter.text}\n` : ''}enforce {
condition = ${each.condition.text}
error_message = "broken"
}
}
`,
    )
    .join('');

/** `r0 module.eks_gc0_eu-west-1 ops` for each broken rule. */
function expected(clusters: readonly Cluster[], rules: readonly RandomRule[]): string[] {
  const found: string[] = [];
  for (const [number, each] of clusters.entries())
    for (const environment of ENVIRONMENTS) {
      const seen = { ...each.apps, ...each[environment], environment, clusters: clusters.length, other: each.apps };
      for (const [index, { condition: wanted, filter, environments }] of rules.entries())
        if (environments?.includes(environment) !== false && filter?.holds(seen) !== false && !wanted.holds(seen))
          found.push(`r${index} module.eks_gc${number}_eu-west-1 ${environment}`);
    }
  return found.sort();
}

describe('random rules on random platforms', () => {
  it('are broken where a naive reading says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cluster, { minLength: 1, maxLength: 3 }),
        fc.array(rule, { minLength: 1, maxLength: 5 }),
        async (clusters, rules) => {
          const { snapshot } = await workspaceOf({
            'main.tf': platformText(clusters),
            'a.rules.hcl': rulesText(rules),
          });
          const all = now(ruleOutcomes(snapshot, snapshot.model.tree.rootInstances()[0]!));
          assert.deepEqual(
            ruleProblems(all).filter(({ stops }) => stops),
            [],
          );
          assert.deepEqual(
            all.outcomes
              .map(({ rule: { name }, subject, environment, judgement }) => {
                assert.equal(judgement.kind, 'fail');
                return `${name.text} ${subject} ${environment}`;
              })
              .sort(),
            expected(clusters, rules),
          );
        },
      ),
      { numRuns: randomCases(60, 3_000), seed: 52 },
    );
  });
});
