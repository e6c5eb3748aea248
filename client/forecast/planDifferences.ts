/** Where a plan differs from the forecast of what isn't applied yet, and why. */
import type { ForecastAction, ForecastEnvironment } from '../../common/forecast/forecast';
import { forecastActionOf } from '../../common/forecast/forecastActionOf';
import { t } from '../../common/localization';
import { codeSpan } from '../../common/markdown';
import type { Plan } from '../../common/plan/plan';

type Action = ForecastAction | 'none';

/** Lines of the list. */
const MAX_DIFFERENCES = 50;

/**
 * @param forecast of the changes since what is deployed in the environment of the plan
 * @returns Markdown: a list, or a sentence that there is no difference
 */
export function planDifferences({ resources }: Pick<ForecastEnvironment, 'resources'>, plan: Plan): string {
  const planned = new Map<string, Action>();
  for (const resource of plan.changes) {
    const action = forecastActionOf(resource);
    if (action) planned.set(resource.address, action);
  }
  const computed = new Map<string, Action>(resources.map(({ address, action }) => [address, action]));
  const drifted = new Set(plan.drift.map(({ address }) => address));
  const lines = [...new Set([...computed.keys(), ...planned.keys()])].flatMap(address => {
    const [forecast, real] = [computed.get(address) ?? 'none', planned.get(address) ?? 'none'];
    if (forecast === real) return [];
    const name = codeSpan(address);
    return [
      `- ${name}: ${t('forecast: {0}, plan: {1}', word(forecast), word(real))}. ${reason(forecast, real, drifted.has(address))}`,
    ];
  });
  if (lines.length === 0) return t('The plan of {0} has the same actions.', codeSpan(plan.environment));
  const more = lines.length - MAX_DIFFERENCES;
  return [...lines.slice(0, MAX_DIFFERENCES), ...(more > 0 ? [`- ${t('{0} more', more)}`] : [])].join('\n');
}

function reason(forecast: Action, planned: Action, isDrift: boolean): string {
  if (isDrift) return t('The resource was changed outside of Terraform.');
  if (forecast === 'unknown') return t('The plan knows values that only the provider or the state has.');
  if (planned === 'none') return t('The change is already applied, or the provider treats both values as equal.');
  if (forecast === 'none')
    return t('The deployed commit was not applied to this resource, or data from the cloud has changed.');
  return t('The state or data from the cloud differs from the deployed commit.');
}

function word(action: Action): string {
  switch (action) {
    case 'create':
      return t('create');
    case 'update':
      return t('update');
    case 'replace':
      return t('replace');
    case 'destroy':
      return t('destroy');
    case 'unknown':
      return t('unknown');
    case 'none':
      return t('no change');
  }
}
