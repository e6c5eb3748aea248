// KS211: Local environment is no longer supported
//
// Up to v0.19.2-beta.0, the `loc` environment ran clusters on a laptop. Later versions have no local variants of the modules, so the `loc`
// key and `Dockerfile.loc` have no effect.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.31"
//     }
//     ops = {
//       cluster_version = "1.30"
//     }
//     loc = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.31"
//     }
//     ops = {
//       cluster_version = "1.30"
//     }
//     loc = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { removeValue } from '../../edits/entryText';
import { keyRange } from '../../semantics/configurationRanges';
import { LOCAL_ENVIRONMENT } from '../../kubestack/inheritance/promotionOrder';
import type { CheckContext } from '../engine/checkContext';
import {
  type Finding,
  type Findings,
  type Fix,
  isTextFileRange,
  type PlatformCheck,
  forEachPart,
} from '../engine/check';
import { mapPausing } from '../../scheduling/pausing';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { isWithoutLocal } from '../../kubestack/platform/inferEnvironments';
import { writtenCalls } from './writtenCalls';

type Data = { readonly call: string } | undefined;

export const localEnvironment: PlatformCheck<Data> = {
  code: 'KS211',
  title: 'Local environment is no longer supported',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function* run(context: CheckContext): Findings<Data> {
  const { model, request } = context;
  // Calls whose version certainly has no local environment.
  const newer = yield* mapPausing(writtenCalls(context), call => (isWithoutLocal(call, model) ? [call] : []));
  yield* forEachPart(newer, (call): Finding<Data>[] => {
    const range = keyRange(request, call, LOCAL_ENVIRONMENT);
    if (!range || range.item !== call.declaration.item) return [];
    const message = t(
      'Versions after v0.19.2-beta.0 have no local environment, so "{0}" has no effect.',
      LOCAL_ENVIRONMENT,
    );
    return [{ range, message, tags: ['unnecessary'], data: { call: call.address } }];
  });
  const isAll = newer.length > 0 && context.calls.every(({ module }) => module.merge === 'nested');
  const file = isAll ? context.file('Dockerfile.loc') : undefined;
  if (!file) return;
  const end = file.text.search(/\r?\n|$/);
  const message = t('Versions after v0.19.2-beta.0 have no local environment, so this file has no effect.');
  yield { range: { file, start: 0, end }, message, tags: ['unnecessary'] };
}

function fix({ calls, request }: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  if (isTextFileRange(range)) return [{ title: t('Delete the file'), change: draft => draft.delete(range.file.uri) }];
  const call = calls.find(({ address }) => address === data?.call);
  if (!call) return [];
  const change = (text: string) => removeValue(text, ['configuration', LOCAL_ENVIRONMENT]);
  return draftFix(request, t('Remove {0}', LOCAL_ENVIRONMENT), draft => editConfiguration(draft, call, change), false);
}
