/** What the modules of a platform, its manifests and Helm charts, and the image of its pipelines use although it is retired or will be. */
import { frameworkImage, PROGRAM_NAMES, programOfDockerfile, terraformOfDockerfile } from '../../common/program';
import { OLDEST_OPEN_TOFU } from '../../common/programVersion';
import { t } from '../../common/localization';
import { uriOfRange } from '../checks/engine/check';
import { checkContext } from '../checks/engine/checkContext';
import { retiredParts, type RetiredPart } from '../checks/platform/retiredParts';
import type { Lifecycle } from '../kubestack/lifecycle/lifecycle';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { RequestContext } from '../semantics/requestContext';
import { retirementText } from '../semantics/retiredUses';
import { baseNameOf, relativePath } from '../workspace/uri';

interface Subject {
  readonly name: string;
  readonly environments: Set<string>;
}

/** One sentence for each retirement and module, manifest or chart, in the order of the data. What can't be known is left out. Pauses. */
export function* retirementsOf(
  root: ModuleInstance,
  request: RequestContext,
  lifecycle: Lifecycle,
): Generator<undefined, string[]> {
  const context = yield* checkContext(request, root);
  const retirements = lifecycle.retirements();
  const used = retirements.map(() => new Map<ModuleCall | string, Subject>());
  for (const part of context ? retiredParts(context, retirements) : []) {
    yield;
    if (!part) continue;
    const [key, name] = keyOf(part, root);
    const subjects = used[retirements.indexOf(part.retirement)]!;
    const subject = subjects.get(key) ?? { name, environments: new Set() };
    subjects.set(key, subject);
    if (part.subject.kind === 'module') for (const each of part.subject.environments) subject.environments.add(each);
  }
  const found = retirements.flatMap((retirement, index) =>
    [...used[index]!.values()].map(({ name, environments }) =>
      retirementText(retirement, environments.size > 0 ? `${name} (${[...environments].join(', ')})` : name),
    ),
  );
  const { model } = request;
  const dockerfile = model.workspace.texts.file(`${root.folderUri}/Dockerfile`)?.text ?? '';
  const program = endedProgramText(dockerfile, model.schemas.headCommit, lifecycle);
  return program === undefined ? found : [...found, program];
}

function keyOf({ subject, range }: RetiredPart, root: ModuleInstance): readonly [ModuleCall | string, string] {
  switch (subject.kind) {
    case 'module':
      return [subject.call, subject.call.name];
    case 'chart':
      return [subject.address, subject.address];
    case 'manifest': {
      const uri = uriOfRange(range);
      return [uri, relativePath(root.folderUri, uri) ?? baseNameOf(uri)];
    }
  }
}

/** @param headCommit the newest known commit of the framework: which version later images have isn't known */
function endedProgramText(dockerfile: string, headCommit: string, lifecycle: Lifecycle): string | undefined {
  const program = programOfDockerfile(dockerfile);
  if (program === undefined) return undefined;
  const isHead = frameworkImage(dockerfile)?.includes(headCommit) ?? false;
  const version =
    program === 'terraform' ? terraformOfDockerfile(dockerfile) : isHead ? OLDEST_OPEN_TOFU.join('.') : undefined;
  const ends = version === undefined ? undefined : lifecycle.programEnded(program, version);
  if (version === undefined || ends === undefined) return undefined;
  return t(
    'Dockerfile: the image has {0} {1}, which has not been supported since {2}. Use the image of a newer release.',
    PROGRAM_NAMES[program],
    version,
    ends,
  );
}
