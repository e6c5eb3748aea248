// KS708: Push to the main branch applies another environment
//
// A merge is applied to the internal environment. The others get it by deploy tags, after it works there: see
// [the GitOps flow](../kubestack.md#gitops-flow). The check computes what each pipeline does for a push to the main branch, and reports an apply
// that certainly happens in another environment, but not one that is started manually or has a deployment environment, which may need an approval.
//
// ## Fails
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
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches:
//       - main
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: terraform init
//       - run: terraform workspace select ops && terraform apply -auto-approve
//       - run: terraform workspace select apps && terraform apply -auto-approve
// ```
//
// ## Passes
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
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches:
//       - main
//     tags:
//       - "apps-deploy-*"
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: terraform init
//       - if: github.ref == 'refs/heads/main'
//         run: terraform workspace select ops && terraform apply -auto-approve
//       - if: startsWith(github.ref, 'refs/tags/apps-deploy-')
//         run: terraform workspace select apps && terraform apply -auto-approve
// ```
import { t } from '../../../common/localization';
import { isApply, type Effect } from '../../../common/pipelines/effects';
import { promotedThrough, promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { effectsAt } from '../../kubestack/platform/platformPipelines';
import type { Findings, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { mainBranchesNamed } from './mainBranches';
import { pipelinesOf, rangeOfRange } from '../platform/pipelines';

export const mainAppliesOther: PlatformCheck = {
  code: 'KS708',
  title: 'Push to the main branch applies another environment',
  level: 'warning',
  scope: 'platform',
  run,
};

function* run(context: CheckContext): Findings {
  const pipelines = pipelinesOf(context);
  const { environments, base, request } = context;
  const [internal, ...others] = promotedThrough(promotionOrder(environments, base, request.settings.environments));
  if (!pipelines || internal === undefined || others.length === 0) return;
  const [named] = yield* mainBranchesNamed(pipelines);
  const branch = named?.branch ?? 'main';
  const found = new Set<number>();
  for (const effect of yield* effectsAt(pipelines, { kind: 'branch', name: branch, isDefault: true })) {
    const name = appliedEnvironment(effect);
    const range = rangeOfRange(pipelines, effect.run.range);
    if (name === undefined || !others.includes(name) || !range || found.has(range.start)) continue;
    found.add(range.start);
    yield {
      range,
      message: t(
        'A push to {0} applies {1}, before the change is known to work in {2}. Apply {1} for deploy tags only.',
        branch,
        name,
        internal,
      ),
    };
  }
}

/** The environment that is certainly applied without an approval. */
function appliedEnvironment(effect: Effect): string | undefined {
  const { job, run, isHere } = effect;
  const isCertain = isApply(effect) && isHere === true && run.happens === true && job.happens === true;
  if (!isCertain || job.isManual || job.environment !== undefined) return undefined;
  return run.workspace.kind === 'scalar' ? String(run.workspace.value) : undefined;
}
