import { now } from '../../../common/now';
import { toJson } from '../../../server/hcl/values/json';
import type { Program } from '../../../common/program';
import type { Type, Value } from '../../../server/hcl/model';
import { whollyKnown } from '../../../server/hcl/values/value';
import { environmentType } from '../../../server/kubestack/inheritance/environmentConversion';
import { allCalls } from '../../../server/kubestack/platform/platform';
import { workspaceOf } from '../testWorkspace';
import { comparableAttributes } from './effectiveValues';
import { parseExactJson } from './exactJson';
import { judgePlatform, type Verdict } from './judge';
import { judgedBy } from './judgedBy';
import type { JudgedPlatform } from './judgedRoot';

/** An environment of a call for which terraform has another result. */
export interface Difference {
  readonly address: string;
  readonly environment: string;
  readonly ours: string;
  readonly terraform: string;
}

export interface PlatformComparison {
  readonly differences: readonly Difference[];
  /** Number of compared environments, and of those without a result from terraform. */
  readonly compared: number;
  readonly undetermined: number;
  /** Number of compared environments that terraform refuses. */
  readonly refused: number;
}

/** Evaluates a platform with this project and with terraform, and compares every environment of every call. */
export async function comparePlatform(platform: JudgedPlatform): Promise<PlatformComparison> {
  const [ours, verdicts] = await Promise.all([ourAnswers(platform), judgePlatform(platform)]);
  const differences: Difference[] = [];
  let compared = 0;
  let undetermined = 0;
  let refused = 0;
  for (const { id, environments } of verdicts) {
    const answer = ours.get(id);
    for (const [environment, verdict] of Object.entries(environments)) {
      if (verdict.kind === 'undetermined') {
        undetermined++;
        continue;
      }
      compared++;
      if (verdict.kind === 'error') refused++;
      const [own, theirs] = [ownText(answer, environment), verdictText(verdict, answer?.setPaths ?? [])];
      if (own.text !== theirs)
        differences.push({
          address: id,
          environment,
          ours: own.detail ?? own.text,
          terraform: verdict.kind === 'error' ? verdict.message : theirs,
        });
    }
  }
  return { differences, compared, undetermined, refused };
}

interface Answer {
  readonly environments: ReadonlyMap<string, Value>;
  readonly faults: readonly string[];
  readonly setPaths: readonly (readonly string[])[];
}

/** Determines whose rules apply where the programs differ. */
const IMAGES: Readonly<Record<Program, string>> = {
  terraform: 'FROM kubestack/framework:v0.19.2-beta.0\n',
  tofu: 'FROM ghcr.io/kbst/terraform-kubestack/dev:latest\n',
};

async function ourAnswers(platform: JudgedPlatform): Promise<Map<string, Answer>> {
  const { snapshot, uri } = await workspaceOf({ Dockerfile: IMAGES[judgedBy], ...platform.files });
  const { model } = snapshot;
  const root = model.tree.rootInstances().find(instance => instance.folderUri === uri(''));
  const answers = new Map<string, Answer>();
  for (const call of root ? now(allCalls(root, model)) : []) {
    const { environments, diagnostics } = model.effectiveConfiguration(call);
    answers.set(call.address, {
      environments: new Map([...environments].map(([name, { value }]) => [name, value])),
      faults: diagnostics.map(fault => `${fault.code} ${fault.message}`),
      setPaths: setPathsOf(environmentType(call.module.configurationType)),
    });
  }
  return answers;
}

const REFUSED = 'refused';

function ownText(answer: Answer | undefined, environment: string): { text: string; detail?: string } {
  if (!answer) return { text: 'no such call' };
  if (answer.faults.length > 0) return { text: REFUSED, detail: answer.faults.join('\n') };
  const value = answer.environments.get(environment);
  if (!value) return { text: 'no such environment' };
  if (!whollyKnown(value)) return { text: 'not known' };
  return { text: comparableText(toJson(value), answer.setPaths) };
}

function verdictText(verdict: Verdict, setPaths: Answer['setPaths']): string {
  return verdict.kind === 'value' ? comparableText(JSON.stringify(verdict.value), setPaths) : REFUSED;
}

const comparableText = (json: string, setPaths: Answer['setPaths']): string =>
  JSON.stringify(comparableAttributes(parseExactJson(json), setPaths));

/** Paths of sets in a type; `*` represents the elements of a collection. */
function setPathsOf(type: Type, path: readonly string[] = []): string[][] {
  switch (type.kind) {
    case 'set':
      return [[...path], ...setPathsOf(type.element, [...path, '*'])];
    case 'list':
    case 'map':
      return setPathsOf(type.element, [...path, '*']);
    case 'object':
      return [...type.attributes].flatMap(([name, attribute]) => setPathsOf(attribute.type, [...path, name]));
    default:
      return [];
  }
}
