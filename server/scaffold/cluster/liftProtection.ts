/** GKE refuses to destroy a cluster until `deletion_protection = false` was applied: a separate stage before the cluster is removed. */
import { t } from '../../../common/localization';
import { step } from '../../../common/steps';
import type { Value } from '../../hcl/model';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { configurationTarget, ConfigurationEditor } from '../../refactoring/configurationTarget';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';

const PROTECTION = 'deletion_protection';

/** Undefined if the cluster is not protected. */
export function liftProtection(scaffoldContext: ScaffoldContext, cluster: string): ScaffoldOutcome | undefined {
  const { answers, changes, request, platform } = scaffoldContext;
  const call = protectedCall(scaffoldContext, cluster);
  if (!platform || !call) return undefined;
  const target = configurationTarget(request, call);
  if (!target)
    return answers.refuse(
      'cluster',
      t(
        "Set {0} = false in {1} first: its configuration is not a literal object, so it can't be edited here.",
        PROTECTION,
        cluster,
      ),
    );
  const editor = new ConfigurationEditor(changes.draft, target);
  const off = platform.generation === 'object' ? 'false' : '"false"';
  const { baseKey } = request.model.effectiveConfiguration(call);
  for (const environment of editor.names([]) ?? [])
    if (environment === baseKey || editor.text([environment, PROTECTION]) !== undefined)
      editor.set([environment, PROTECTION], off);
  return {
    notes: [t('{0} is protected against deletion. This step only sets {1} = false.', cluster, PROTECTION)],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `lift-protection-of-${cluster}`,
      summary: t('Disable deletion protection of {0}', cluster),
      after: [
        step(
          t(
            'When this is applied in every environment, remove {0} again to continue with the cluster itself.',
            cluster,
          ),
        ),
      ],
    }),
  };
}

/** The call of a protected cluster; undefined if it is not protected. */
export function protectedCall(scaffoldContext: ScaffoldContext, cluster: string): ModuleCall | undefined {
  const { platform } = scaffoldContext;
  const call = platform?.calls.find(({ name, instance }) => name === cluster && instance === platform.root);
  return call && isProtected(scaffoldContext, call) ? call : undefined;
}

/** If the module has the attribute, every value except false protects the cluster. */
function isProtected({ request }: ScaffoldContext, call: ModuleCall): boolean {
  if (call.module.provider !== 'google' || call.module.schema?.attributes.has(PROTECTION) === false) return false;
  const { environments } = request.model.effectiveConfiguration(call);
  return [...environments.values()].some(({ value }) => !isOff(value?.entries.get(PROTECTION)));
}

const isOff = (value: Value | undefined): boolean =>
  (value?.kind === 'bool' && !value.value) || (value?.kind === 'string' && value.value === 'false');
