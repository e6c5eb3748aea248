// KS702: The pipeline has other environments than the platform
//
// An environment that no pipeline names is neither planned nor applied; one that no cluster has can't be selected.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: [ops, apps]
//     steps:
//       - uses: actions/checkout@v4
//       - run: terraform init
//       - run: terraform workspace select "${{ matrix.environment }}"
//       - run: terraform plan
// ```
//
// ## Fails where it is misspelt
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .gitlab-ci.yml
// plan:
//   script:
//     - terraform init
//     - terraform workspace select app
//     - terraform plan
// apply:
//   script:
//     - terraform workspace select ops
//     - terraform workspace select apps
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: [ops, apps, apps-prod]
//     steps:
//       - uses: actions/checkout@v4
//       - run: terraform init
//       - run: terraform workspace select "${{ matrix.environment }}"
//       - run: terraform plan
// ```
//
// ## Passes with an environment that is local
//
// ```terraform
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.15.0-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//     loc  = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     steps:
//       - run: terraform workspace select ops
//       - run: terraform workspace select apps
// ```
import type { YAMLSeq } from 'yaml';
import { closestName } from '../hcl/closestName';
import type { CheckContext } from './checkContext';
import type { Finding, Fix, PlatformCheck, TextPlace } from './check';
import { listsNamed, matchesIn, pipelinesOf, placeOfNode, scalarsIn, SELECT, type Pipeline } from './pipelines';
import { replacePlace } from './placeEdits';

export const pipelineEnvironments: PlatformCheck = {
  code: 'KS702',
  title: 'The pipeline has other environments than the platform',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

const LIST = /^(?:environments?|env|workspaces?|kbst_environment)$/i;

function run(context: CheckContext): Finding[] {
  const { environments } = context;
  const pipelines = pipelinesOf(context);
  if (environments.length === 0 || pipelines.length === 0 || pipelines.some(({ root }) => !root)) return [];
  const selected = pipelines.flatMap(({ file }) => matchesIn({ file, start: 0, end: file.text.length }, SELECT));
  const named = selected.filter(({ text }) => /^[\w-]+$/.test(text));
  const lists = pipelines.flatMap(pipeline =>
    listsNamed(pipeline, LIST)
      .filter(list => scalarsIn(list).some(({ value }) => environments.includes(value)))
      .map(list => ({ pipeline, list })),
  );
  return [
    ...named.flatMap(each => surplusOf(environments, each)),
    ...(named.length < selected.length && lists.length === 0 ? [] : missingIn(context, pipelines, named, lists)),
  ];
}

function surplusOf(environments: readonly string[], { text, place }: { text: string; place: TextPlace }): Finding[] {
  if (environments.includes(text) || text === 'default') return [];
  const meant = closestName(text, environments);
  const end = meant === undefined ? '.' : `. Did you mean ${meant}?`;
  const message = `No cluster has the environment ${text}${end}`;
  return [{ place, message, ...(meant === undefined ? {} : { data: { name: meant } }) }];
}

interface NamedList {
  readonly pipeline: Pipeline;
  readonly list: YAMLSeq;
}

/** Environments that stand nowhere in the pipelines, though others do. */
function missingIn(
  { environments }: CheckContext,
  pipelines: readonly Pipeline[],
  named: readonly { readonly text: string; readonly place: TextPlace }[],
  lists: readonly NamedList[],
): Finding[] {
  const known = named.filter(({ text }) => environments.includes(text));
  // Up to v0.19.2 `loc` is for clusters on people's own machines.
  const missing = environments.filter(
    name => name !== 'loc' && !pipelines.some(({ file }) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(file.text)),
  );
  const list = lists[0];
  const place = list ? placeOfNode(list.pipeline.file, list.list) : known.at(-1)?.place;
  if (missing.length === 0 || !place || known.length + lists.length === 0) return [];
  const message = `No pipeline plans ${missing.join(', ')}: ${missing.length === 1 ? 'it is' : 'they are'} missing here.`;
  const after = list && scalarsIn(list.list).at(-1)?.range?.[1];
  return [{ place, message, ...(after === undefined ? {} : { data: { missing, after } }) }];
}

function fixes({ place, data }: Finding): Fix[] {
  const { name, missing, after } = (data ?? {}) as { name?: string; missing?: string[]; after?: number };
  if (!('file' in place)) return [];
  if (name !== undefined) return [{ title: `Change to ${name}`, change: draft => replacePlace(draft, place, name) }];
  if (!missing || after === undefined) return [];
  const { file } = place;
  const isFlow = file.text[place.start] === '[';
  const column = /^[ \t]*-[ \t]+/.exec(file.text.slice(file.text.lastIndexOf('\n', after - 1) + 1))?.[0];
  if (!isFlow && column === undefined) return [];
  const added = missing.map(each => (isFlow ? `, ${each}` : `\n${column}${each}`)).join('');
  return [
    {
      title: `Add ${missing.join(', ')}`,
      change: draft => replacePlace(draft, { file, start: after, end: after }, added),
    },
  ];
}
