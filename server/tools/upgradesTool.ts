/** `kubestack_get_upgrades`: until when versions of Kubernetes are supported, and the steps to the next ones. */
import { upgradesOf } from '../upgrades/upgrades';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { optionalString, section, ToolError, type Tool } from './tool';
import { PATH_INPUT, pathInput, targetOfPath } from './toolPaths';

const NAME: JsonSchema = { type: 'string' };
const DAY: JsonSchema = { type: 'string', description: 'The last day, such as 2026-11-30.' };

export const upgradesTool: Tool = {
  name: 'kubestack_get_upgrades',
  title: 'Get the upgrades of clusters',
  description:
    'Tells the Kubernetes version of every cluster in each environment, until when the cloud supports it, the next minor version, and the steps of an upgrade in order: one minor version at a time, the internal environment first, then promote. Call it before you change a Kubernetes version.',
  input: objectSchema({ path: PATH_INPUT, ...PAGE_INPUT }, []),
  output: answerSchema(
    {
      notes: listSchema(NAME),
      retirements: {
        ...listSchema(NAME),
        description: 'What platforms use that is retired or will be, and what to use instead.',
      },
    },
    {
      clusters: objectSchema(
        {
          module: NAME,
          provider: NAME,
          platform: NAME,
          framework: NAME,
          environments: {
            type: 'object',
            additionalProperties: objectSchema(
              {
                version: NAME,
                minimum: { type: 'boolean', description: 'Whether the cluster can run a newer version, as on GKE.' },
                support: { type: 'string', enum: ['supported', 'ending', 'ended', 'unknown'] },
                ends: DAY,
                extendedEnds: DAY,
                next: NAME,
              },
              ['support'],
            ),
          },
          target: NAME,
          steps: listSchema(
            objectSchema(
              {
                kind: { type: 'string', enum: ['framework', 'manifests', 'change', 'nodes', 'promote'] },
                environment: NAME,
                text: NAME,
                forecast: { ...listSchema(NAME), description: 'What the change does to resources.' },
              },
              ['kind', 'text'],
            ),
          ),
        },
        ['module', 'provider', 'environments', 'steps'],
      ),
    },
    ['clusters'],
  ),
  run: (host, input) =>
    host.compute(pathInput(host, input).uri, function* (request) {
      const { uri, isFile } = targetOfPath(request, host, optionalString(input, 'path'));
      if (isFile) throw new ToolError('Pass the folder of a platform.');
      const { clusters, notes, retirements } = yield* upgradesOf(request, uri, {
        forecaster: host.forecaster,
        frameworkAt: host.frameworkAt,
      });
      const count = clusters.filter(({ steps }) => steps.length > 0).length;
      return {
        summary: `${clusters.length} clusters, ${count} of which should be upgraded.`,
        ...(notes || retirements ? { head: { ...(notes && { notes }), ...(retirements && { retirements }) } } : {}),
        sections: [section('clusters', clusters, each => each)],
      };
    }),
};
