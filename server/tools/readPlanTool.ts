/** `kubestack_read_plan`: the changes of a plan that somebody else has made, without its values. */
import { lossSentences } from '../../common/forecast/lossSentences';
import { changedAttributePaths } from '../../common/plan/changedPaths';
import { ACTIONS_BY_DANGER, type PlannedResource } from '../../common/plan/plan';
import { PlanInput, PlanInputError } from '../../common/plan/planInput';
import { countActions } from '../../common/plan/planModel';
import { plannedLosses } from '../../common/plan/planReportMarkdown';
import type { ReadReport } from '../../common/plan/readPlanReport';
import { platformIn } from '../kubestack/platform/platform';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { optionalString, section, ToolError, type AnswerSection, type Tool, type ToolFindings } from './tool';
import { pathInput, targetOfPath } from './toolPaths';
import { shownName } from './toolValue';

const NAME: JsonSchema = { type: 'string' };
/** Plans of 1,000 clusters have about 300 MB; an agent needs the report of such a plan. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_ATTRIBUTES = 20;

const RESOURCE = objectSchema(
  {
    action: { type: 'string', enum: ACTIONS_BY_DANGER },
    address: NAME,
    previous_address: NAME,
    cluster: { ...NAME, description: 'The cluster that it belongs to.' },
    reason: { ...NAME, description: "Terraform's reason, such as replace_because_tainted." },
    forced_by: { ...listSchema(NAME), description: 'The attributes that force the replacement.' },
    attributes: { ...listSchema(NAME), description: 'The attributes that change.' },
  },
  ['action', 'address'],
);

export const readPlanTool: Tool = {
  name: 'kubestack_read_plan',
  title: 'Read a plan',
  description:
    'Lists the resources that a plan destroys, replaces and changes, most dangerous first, with the attributes that force it. It contains no values. The file is the output of `terraform show -json` or a plan report of a pipeline; the tool plans nothing itself. Call it to review a plan, or to compare it with what kubestack_compare forecasts.',
  input: objectSchema(
    {
      path: {
        ...NAME,
        minLength: 1,
        description: 'The file: an absolute path, or one relative to the root. The platform is the folder of the file.',
      },
      platform: { ...NAME, minLength: 1, description: 'The folder of the planned platform, if the file is elsewhere.' },
      ...PAGE_INPUT,
    },
    ['path'],
  ),
  output: answerSchema(
    {
      environment: NAME,
      commit: NAME,
      planned_at: NAME,
      counts: { type: 'object', additionalProperties: { type: 'integer' } },
    },
    {
      resources: RESOURCE,
      drift: RESOURCE,
      outputs: objectSchema({ name: NAME, action: { type: 'string', enum: ['create', 'update', 'delete'] } }, [
        'name',
        'action',
      ]),
      failed_checks: objectSchema({ address: NAME, problems: listSchema(NAME) }, ['address', 'problems']),
    },
    ['counts', 'resources'],
  ),
  run: async (host, input) => {
    const { bytes, platform } = await host.compute(pathInput(host, input).uri, function* (request) {
      yield;
      const { uri, isFile, folderUri } = targetOfPath(request, host, optionalString(input, 'path'));
      if (!isFile) throw new ToolError('Pass the file of a plan: write it with `terraform show -json PLANFILE`.');
      const given = optionalString(input, 'platform');
      const folder = given === undefined ? folderUri : targetOfPath(request, host, given).uri;
      return {
        bytes: request.model.workspace.fileSystem.read(uri, MAX_FILE_BYTES),
        platform: platformIn(request.model, request.settings.environments, folder),
      };
    });
    if (!bytes)
      throw new ToolError(
        "The plan is larger than 64 MB or can't be read. Pass its report: `kubestack-language-server plan-report PLAN.json`.",
      );
    try {
      const plan = new PlanInput();
      plan.push(bytes);
      return findingsOf(await plan.read({ platform }));
    } catch (error) {
      if (error instanceof PlanInputError) throw new ToolError(error.message);
      throw error;
    }
  },
};

function findingsOf({ plan, origin }: ReadReport): ToolFindings {
  const { changes, drift, outputs, checks } = plan;
  const { commit, plannedAt } = origin;
  const environment = origin.environment === undefined ? 'this plan' : shownName(origin.environment);
  const counts = Object.fromEntries(Object.entries(countActions(changes)).filter(([, count]) => count > 0));
  const failed = checks.filter(({ status }) => status === 'fail' || status === 'error');
  const resources = (name: string, all: readonly PlannedResource[]): AnswerSection => section(name, all, resourceEntry);
  return {
    summary:
      changes.length === 0
        ? `No resource changes${drift.length === 0 ? '' : `; ${drift.length} were changed outside of Terraform`}.`
        : lossSentences({ environments: { [environment]: { resources: plannedLosses(changes) } } }).join(' '),
    head: {
      ...(origin.environment === undefined ? {} : { environment }),
      ...(commit === undefined ? {} : { commit }),
      ...(plannedAt === undefined ? {} : { planned_at: plannedAt }),
      counts,
    },
    sections: [
      resources('resources', changes),
      ...(failed.length > 0
        ? [section('failed_checks', failed, ({ address, problems }) => ({ address, problems }))]
        : []),
      ...(outputs.length > 0 ? [section('outputs', outputs, ({ name, action }) => ({ name, action }))] : []),
      ...(drift.length > 0 ? [resources('drift', drift)] : []),
    ],
  };
}

function resourceEntry(resource: PlannedResource): object {
  const { action, address, previousAddress, reason, replacePaths, owner } = resource;
  const { paths } =
    action === 'update' || action === 'replace' ? changedAttributePaths(resource, MAX_ATTRIBUTES) : { paths: [] };
  return {
    action,
    address,
    ...(previousAddress === undefined ? {} : { previous_address: previousAddress }),
    ...(owner.cluster === undefined ? {} : { cluster: owner.cluster }),
    ...(reason === undefined ? {} : { reason }),
    ...(replacePaths.length === 0 ? {} : { forced_by: replacePaths }),
    ...(paths.length === 0 ? {} : { attributes: paths }),
  };
}
