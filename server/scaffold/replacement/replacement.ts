/**
 * Writes the next stage of a replacement: a new part beside the old one, nothing new on the old one, and the removal of what isn't needed anymore.
 * Each stage is one change, which is applied in every environment before the next. See docs/safe-ways.md.
 */
import { alternatives, t } from '../../../common/localization';
import {
  destroysNodes,
  replacementTitle,
  stageTitle,
  type ReplacementStage,
} from '../../../common/replacement/stagedChange';
import { step, type Step } from '../../../common/steps';
import { removePools } from '../nodePool/removeNodePool';
import { destroys } from '../removedBlocks';
import { followUpDefaults, promotionOrderOf } from '../followUpDefaults';
import type { PlatformContext, ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import type { ReplacementTarget } from './replacementTarget';
import { addStandIn, changeDefaultPool } from './replaceDefaultPool';
import { addSuccessor } from './replaceNodePool';
import { addClusterLike, addPoolsLike, clusterRemoval, movesPeople } from './replaceCluster';
import { drainSteps } from './drainSteps';
import { withoutMarker } from './marker';
import { poolAttributeAt } from './defaultPool';
import { addTaint } from './replacedTaint';
import { callNamed, replacementsIn, replacementStages, type FoundReplacement } from './stagesInCode';
import { withValuesOfCode } from './valuesOfCode';
import { wantedValues, type WantedValues } from './wantedValues';

export function replacement(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform, request } = scaffoldContext;
  const root = platform?.root;
  if (!platform || !root) return answers.refuse('uri', t('This folder contains no platform.'));
  const begun = replacementsIn(request, root);
  const names = [...new Set([...replaceable(platform), ...begun.flatMap(({ old, next }) => [old, next])])];
  const name = answers.text('name', {
    accepts: text => names.includes(text),
    advice: () =>
      names.length === 0 ? t('the platform has neither node pools nor clusters') : t('choose {0}', alternatives(names)),
  });
  const found = begun.find(({ old, next }) => old === name || next === name);
  const values = wantedValues(answers, platform);
  if (name === undefined || !values) return undefined;
  const target = { scaffoldContext, platform, root, old: callNamed(request, root, found?.old ?? name) };
  return found ? nextStage(target, found, values) : firstStage(target, name, values);
}

const replaceable = ({ calls, root }: PlatformContext): string[] =>
  calls.flatMap(({ name, instance, module: { kind } }) =>
    instance === root && (kind === 'nodePool' || kind === 'cluster') ? [name] : [],
  );

function firstStage(target: ReplacementTarget, name: string, values: WantedValues): ScaffoldOutcome | undefined {
  const { scaffoldContext, platform, root, old } = target;
  const { answers, request } = scaffoldContext;
  if (!old)
    return answers.refuse(
      'name',
      t('{0} is not valid: {1}.', name, t('choose {0}', alternatives(replaceable(platform)))),
    );
  const paths = [...values.paths, ...[...values.keep.values()].flatMap(each => Object.keys(each))];
  const isOfPool = paths.length > 0 && paths.every(path => poolAttributeAt(old, path) !== undefined);
  const part = old.module.kind === 'nodePool' ? 'nodePool' : isOfPool ? 'defaultPool' : 'cluster';
  const wanted = part === 'defaultPool' ? withValuesOfCode(target, old, values) : values;
  const next =
    wanted &&
    (part === 'nodePool'
      ? addSuccessor(target, old, wanted)
      : part === 'defaultPool'
        ? addStandIn(target, old, wanted)
        : addClusterLike(target, old, wanted));
  if (next === undefined) return undefined;
  const change = {
    part,
    old: name,
    next: next.label,
    stages: next.isOnly === true ? (['add'] as const) : replacementStages(request, root, part, old),
  } as const;
  const stages = change.stages.map((stage, index) => `${index + 1}. ${stageTitle(stage, change)}`);
  return outcome(target, { ...change, done: 0 }, 'add', {
    notes: [t('Stage 1 of {0}: {1}', change.stages.length, stages.join(' ')), ...next.notes],
    after:
      next.isOnly === true || change.stages.includes('move') || part === 'cluster'
        ? next.after
        : [...next.after, ...drainSteps(target, change)],
  });
}

/** The stages in the code decide which one follows; that it may follow is what the caller knows about environments. */
function nextStage(
  target: ReplacementTarget,
  found: FoundReplacement,
  values: WantedValues,
): ScaffoldOutcome | undefined {
  const { answers } = target.scaffoldContext;
  const following = found.stages[found.done];
  if (values.paths.length > 0 || values.keep.size > 0)
    return answers.refuse('values', t('{0} is already being replaced: leave out the values to continue.', found.old));
  if (!following)
    return answers.refuse('name', t('All stages are written. What is left is to apply them in every environment.'));
  if (!answers.flag('applied'))
    return answers.refuse(
      'applied',
      t(
        'Stage {0} has to be applied in every environment before {1}. Answer true when it is.',
        found.done,
        stageTitle(following, found),
      ),
    );
  const isMoved = answers.flag('moved');
  if (destroysNodes(following) && !isMoved)
    return answers.refuse(
      'moved',
      t(
        '{0} destroys nodes. Answer true when no pods are left on them that have to run.',
        stageTitle(following, found),
      ),
    );
  return STAGES[following](target, found);
}

const STAGES: Readonly<
  Record<ReplacementStage, (target: ReplacementTarget, found: FoundReplacement) => ScaffoldOutcome | undefined>
> = {
  add: () => undefined,
  pools: (target, found) =>
    outcome(target, found, 'pools', { notes: addPoolsLike(target, found), after: movesPeople(found) }),
  services: (target, found) => clusterRemoval(target, found),
  nodePools: (target, found) => clusterRemoval(target, found),
  protection: (target, found) => clusterRemoval(target, found),
  move(target, found) {
    const { scaffoldContext, old } = target;
    if (!old || !addTaint(target, old))
      return scaffoldContext.answers.refuse(
        'name',
        t("{0} can't get a taint: its configuration is computed.", found.old),
      );
    return outcome(target, found, 'move', {
      notes: [
        t('New pods no longer start on the nodes of {0}. Those that run there stay until you drain them.', found.old),
      ],
      after: drainSteps(target, found),
    });
  },
  change(target, found) {
    return changeDefaultPool(target, found)
      ? outcome(target, found, 'change', {
          notes: [],
          after: [destroys(), ...drainSteps(target, { ...found, part: 'nodePool', old: found.next })],
        })
      : undefined;
  },
  remove(target, found) {
    const { scaffoldContext } = target;
    if (found.part === 'cluster') return clusterRemoval(target, found);
    const isKept = found.part === 'defaultPool' && scaffoldContext.answers.flag('keep_pool');
    const label = found.part === 'defaultPool' ? found.next : found.old;
    if (!isKept && !removePools(scaffoldContext, [label], 'name')) return undefined;
    if (found.part === 'nodePool' || isKept)
      scaffoldContext.changes.draft.edit(found.marker.item, text => withoutMarker(text));
    return outcome(target, found, 'remove', { notes: [], after: isKept ? [] : [destroys()] });
  },
};

/** The steps of a stage, and what follows it. */
function outcome(
  { scaffoldContext, platform }: ReplacementTarget,
  change: Pick<FoundReplacement, 'part' | 'old' | 'next' | 'stages'> & { readonly done: number },
  stage: ReplacementStage,
  { notes, after }: { readonly notes: readonly string[]; readonly after: readonly Step[] },
): ScaffoldOutcome {
  const number = change.stages.indexOf(stage) + 1;
  const following = change.stages[number];
  return {
    notes,
    followUp: followUpDefaults(scaffoldContext, {
      branch: `${stage}-${stage === 'add' || (change.part === 'defaultPool' && stage === 'remove') ? change.next : change.old}`,
      summary: t('{0}, stage {1} of {2}', replacementTitle(change), number, change.stages.length),
      environments: promotionOrderOf(platform),
      init: stage === 'add' ? 'new' : undefined,
      after: [
        ...after,
        ...(following
          ? [
              step(
                t(
                  'When this is applied in every environment, continue with stage {0}: {1}.',
                  number + 1,
                  stageTitle(following, change),
                ),
              ),
            ]
          : []),
      ],
    }),
  };
}
