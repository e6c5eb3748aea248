/** Removes a service from clusters: its calls, their rows in the README, and on request its module if nothing calls it any more. */
import { alternatives, enumeration, t } from '../../../common/localization';
import { boundServices, type Binding, type BoundService } from './boundServices';
import { dependentsInFile } from './dependentsInFile';
import { filesBelow } from '../filesInFolder';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { type TextRule } from '../answerReader';
import { destroys, moduleItems, removeModules } from '../removedBlocks';

export function removeService(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  if (!platform?.described) return answers.refuse('uri', t('This folder contains no platform.'));
  const service = chosenService(scaffoldContext, boundServices(platform));
  const bindings = service && chosenBindings(scaffoldContext, service);
  if (!service || !bindings) return undefined;
  const labels = bindings.map(({ label }) => label);
  if (!removeBindings(scaffoldContext, labels, answers.has('entry') ? 'entry' : 'feature')) return undefined;
  const isLast = bindings.length === service.bindings.length;
  const removesModule = answers.flag('remove_module');
  if (removesModule && !isLast)
    return answers.refuse('remove_module', t('{0} still runs on other clusters, so its module is kept.', service.name));
  if (removesModule && service.path !== undefined)
    for (const path of filesBelow(scaffoldContext, service.path))
      scaffoldContext.changes.draft.delete(scaffoldContext.changes.uriOf(path));
  return {
    notes:
      isLast && service.path !== undefined && !removesModule
        ? [t('{0} is kept, although no cluster uses it anymore.', service.path)]
        : [],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-service-${service.name}`,
      summary: t(
        'Remove {0} from {1}',
        service.name,
        enumeration(bindings.map(({ cluster, label }) => cluster ?? label)),
      ),
      after: [destroys()],
    }),
  };
}

/**
 * Removes calls and what exists only for them; false if something else refers to one.
 * @param answer that the problem belongs to
 */
export function removeBindings(scaffoldContext: ScaffoldContext, labels: readonly string[], answer: string): boolean {
  const own = moduleItems(scaffoldContext, labels);
  const items = new Set([...own, ...own.flatMap(item => dependentsInFile(scaffoldContext, item, labels))]);
  return removeModules(scaffoldContext, labels, { items, table: 'features', answer });
}

function chosenService({ answers }: ScaffoldContext, services: readonly BoundService[]): BoundService | undefined {
  const answer = answers.has('entry') ? 'entry' : 'feature';
  const names = services.map(({ name }) => name);
  const rule: TextRule = {
    accepts: text => names.includes(text) || names.includes(text.replaceAll('-', '_')),
    advice: () => (names.length === 0 ? t('the platform has no services') : t('choose {0}', alternatives(names))),
  };
  const name = answers.text(answer, rule);
  return services.find(each => each.name === name) ?? services.find(each => each.name === name?.replaceAll('-', '_'));
}

function chosenBindings(
  { answers }: ScaffoldContext,
  { name, bindings }: BoundService,
): readonly Binding[] | undefined {
  const clusters = bindings.flatMap(({ cluster }) => cluster ?? []);
  if (!answers.has('clusters')) return bindings;
  const chosen = answers.texts('clusters', {
    accepts: text => clusters.includes(text),
    advice: () =>
      clusters.length === 0 ? t('no cluster runs {0}', name) : t('{0} runs on {1}', name, enumeration(clusters)),
  });
  return chosen && bindings.filter(({ cluster }) => cluster !== undefined && chosen.includes(cluster));
}
