/** Takes a service off clusters: its bindings, their rows in the README, and its module when nothing binds it any more and that is wanted. */
import { boundServices, type Binding, type BoundService } from './boundServices';
import { dependentsInFile } from './dependentsInFile';
import { filesBelow } from '../filesInFolder';
import { flowOf } from '../followUpDefaults';
import type { Ground } from '../scaffoldContext';
import { inWords, type TextRule } from '../answerReader';
import { DESTROYS, moduleItems, removeModules } from '../removedBlocks';
import type { Outcome } from '../scaffold';

export function removeService(ground: Ground): Outcome | undefined {
  const { answers, platform } = ground;
  if (!platform?.described) return answers.refuse('uri', 'There is no platform in this folder.');
  const service = chosenService(ground, boundServices(platform));
  const bindings = service && chosenBindings(ground, service);
  if (!service || !bindings) return undefined;
  const labels = bindings.map(({ label }) => label);
  if (!removeBindings(ground, labels, answers.has('entry') ? 'entry' : 'feature')) return undefined;
  const isLast = bindings.length === service.bindings.length;
  const removesModule = answers.flag('remove_module');
  if (removesModule && !isLast)
    return answers.refuse('remove_module', `${service.name} still runs on other clusters: its module is needed.`);
  if (removesModule && service.path !== undefined)
    for (const path of filesBelow(ground, service.path)) ground.changes.draft.delete(ground.changes.uriOf(path));
  return {
    notes:
      isLast && service.path !== undefined && !removesModule
        ? [`${service.path} is kept: no cluster uses it any more.`]
        : [],
    followUp: flowOf(ground, {
      branch: `remove-service-${service.name}`,
      summary: `Remove ${service.name} from ${inWords(
        bindings.map(({ cluster, label }) => cluster ?? label),
        'and',
      )}`,
      after: [DESTROYS],
    }),
  };
}

/** Removes bindings with what only exists for them; false where something else refers to one. @param answer to tell it at */
export function removeBindings(ground: Ground, labels: readonly string[], answer: string): boolean {
  const own = moduleItems(ground, labels);
  const items = new Set([...own, ...own.flatMap(item => dependentsInFile(ground, item, labels))]);
  return removeModules(ground, labels, { items, table: 'features', answer });
}

function chosenService({ answers }: Ground, services: readonly BoundService[]): BoundService | undefined {
  const answer = answers.has('entry') ? 'entry' : 'feature';
  const names = services.map(({ name }) => name);
  const rule: TextRule = {
    accepts: text => names.includes(text) || names.includes(text.replaceAll('-', '_')),
    advice: names.length === 0 ? 'the platform has no services' : `choose ${inWords(names, 'or')}`,
  };
  const name = answers.text(answer, rule);
  return services.find(each => each.name === name) ?? services.find(each => each.name === name?.replaceAll('-', '_'));
}

function chosenBindings({ answers }: Ground, { name, bindings }: BoundService): readonly Binding[] | undefined {
  const clusters = bindings.flatMap(({ cluster }) => cluster ?? []);
  if (!answers.has('clusters')) return bindings;
  const chosen = answers.texts('clusters', {
    accepts: text => clusters.includes(text),
    advice: clusters.length === 0 ? `no cluster runs ${name}` : `${name} runs on ${inWords(clusters, 'and')}`,
  });
  return chosen && bindings.filter(({ cluster }) => cluster !== undefined && chosen.includes(cluster));
}
