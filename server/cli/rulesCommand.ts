/** `check --rules`: rules, their tests, and whether they let a promotion pass. */
import { t } from '../../common/localization';
import { now } from '../../common/now';
import type { Forecast } from '../../common/forecast/forecast';
import { isRefusing, type RulesVerdict } from '../../common/rules/rules';
import { ownRepository } from '../../common/node/git/ownRepository';
import { passedIn, reasonIn } from '../../common/promotion/passedRefusals';
import { repositoryRefs, type RepositoryRefs } from '../../common/promotion/repositoryRefs';
import { ruleOf } from '../../common/promotion/tagRule';
import { forecasterIn } from '../forecast/forecaster';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { listPlatforms } from '../kubestack/platform/platform';
import { ruleSetOf } from '../kubestack/rules/ruleSet';
import { readAssetIn } from '../node/assetFiles';
import { currentMoment } from '../rules/currentMoment';
import { rulesVerdict } from '../rules/rulesVerdict';
import { testResults } from '../rules/ruleTests';
import { verdictLines } from '../rules/verdictText';
import type { RequestContext } from '../semantics/requestContext';
import { deployments, platformStates } from '../state/platformStates';
import { fsPathOf, isWithin } from '../workspace/uri';
import type { CommandReport } from './command';
import { revisionSides } from './compareCommand';
import { gitReader } from './gitReader';
import { printedJson, printedLines } from './printedText';
import { UsageError } from './readArguments';

export interface RulesQuestion {
  /** Folder of the platforms. */
  readonly uri: string;
  readonly format: string;
  /** Whether the tests of rules run. */
  readonly test: boolean;
  /** The environment of a promotion. */
  readonly promote: string | undefined;
  readonly assets: string;
}

/** @throws UsageError for an unknown environment; RevisionError where Git can't be read */
export async function runRules(request: RequestContext, question: RulesQuestion): Promise<CommandReport> {
  const { uri, promote, format } = question;
  const platforms = listPlatforms(request.model, request.settings.environments).filter(
    ({ root }) => isWithin(root.folderUri, uri) || isWithin(uri, root.folderUri),
  );
  if (platforms.length === 0) return { problem: t('There is no Kubestack platform.') };
  if (promote !== undefined && !platforms.some(each => each.environments.includes(promote)))
    throw new UsageError(t('There is no environment "{0}".', promote));
  const judged: JudgedPlatform[] = [];
  for (const { root, environments } of platforms) {
    if (promote === undefined)
      judged.push({ verdict: now(rulesVerdict(request, root, { at: currentMoment(request) })) });
    else if (environments.includes(promote)) {
      const verdict = await promotionVerdict(request, root, promote, question);
      judged.push(await withoutPassed(verdict, request, root, promote));
    }
  }
  const verdicts = judged.map(({ verdict }) => verdict);
  const tests = question.test ? platforms.flatMap(({ root }) => testResults(ruleSetOf(root, request.model))) : [];
  const failed = tests.filter(({ test, result }) => result !== test.expect).length;
  const lines = [
    ...judged.flatMap(({ verdict, note }) => [...(note === undefined ? [] : [note]), ...verdictLines(verdict)]),
    ...(question.test ? [t('Tests of rules: {0}, failed: {1}', tests.length, failed)] : []),
  ];
  // Whether a rollback may pass isn't known here: a pipeline sees only the tag.
  const isStopped = verdicts.some(each =>
    promote === undefined ? each.invalid.length + errorsOf(each) > 0 : isRefusing(each, false),
  );
  const hasProblems = isStopped || failed > 0;
  if (format === 'json')
    return { text: printedJson({ platforms: verdicts, tests: { run: tests.length, failed } }), hasProblems };
  return { text: printedLines(lines.length > 0 ? lines : [t('All rules hold.')]), hasProblems };
}

interface JudgedPlatform {
  readonly verdict: RulesVerdict;
  readonly note?: string;
}

const errorsOf = ({ broken }: RulesVerdict): number => broken.filter(({ level }) => level !== 'information').length;

/** The verdict about what is checked out, compared with the commit that was promoted before. */
async function promotionVerdict(
  request: RequestContext,
  root: ModuleInstance,
  environment: string,
  { assets }: RulesQuestion,
): Promise<RulesVerdict> {
  const at = currentMoment(request);
  const hasChangeRules = ruleSetOf(root, request.model).rules.some(({ target }) => target === 'change');
  const base = hasChangeRules ? await promotedBefore(request, root, environment) : undefined;
  let forecast: Forecast | undefined;
  if (typeof base === 'string') {
    const { settings } = request;
    const folder = fsPathOf(root.folderUri);
    const sides = await revisionSides({ folder, revisions: [base], settings }, assets, {});
    forecast = now(
      forecasterIn(readAssetIn(assets)).forecast({
        before: sides.before,
        after: sides.after,
        uri: sides.uri,
        environment,
      }),
    );
  }
  const verdict = now(rulesVerdict(request, root, { environment, forecast, at }));
  return base && typeof base === 'object' ? { ...verdict, invalid: [...verdict.invalid, base.problem] } : verdict;
}

interface DeployTags {
  readonly head: string | undefined;
  readonly refs: RepositoryRefs;
}

/** @throws RevisionError where Git can't be read */
async function deployTags({ settings }: RequestContext, { folderUri }: ModuleInstance): Promise<DeployTags> {
  const git = gitReader(fsPathOf(folderUri));
  await ownRepository(git);
  const head = await git.tryRead(['rev-parse', '--verify', 'HEAD^{commit}']);
  return { head, refs: await repositoryRefs(git, settings.mainBranch ?? '') };
}

/** The last promoted commit besides the one that is checked out; undefined for the first promotion. */
async function promotedBefore(
  request: RequestContext,
  root: ModuleInstance,
  environment: string,
): Promise<string | { readonly problem: string } | undefined> {
  const { deployTagPattern = '' } = request.settings;
  const git = gitReader(fsPathOf(root.folderUri));
  const { head, refs } = await deployTags(request, root);
  const isShallow = (await git.tryRead(['rev-parse', '--is-shallow-repository'])) === 'true';
  if (isShallow)
    return {
      problem: t('The clone is shallow, so the promotion before this one is unknown. Fetch all tags and commits.'),
    };
  const tags = refs.tags.filter(({ commit }) => commit !== head);
  const states = now(platformStates(request, root.folderUri, { ...refs, tags }, { tagPattern: deployTagPattern }));
  const state = states.find(({ platform }) => platform === root.folderUri);
  return state?.environments.find(each => each.environment === environment)?.desired?.commit;
}

/** The verdict without what the newest deploy tag of the commit that is checked out passes, with a reason in its message. */
async function withoutPassed(
  verdict: RulesVerdict,
  request: RequestContext,
  root: ModuleInstance,
  environment: string,
): Promise<JudgedPlatform> {
  if (!isRefusing(verdict, false)) return { verdict };
  const found = await deployTags(request, root).catch(() => undefined);
  if (!found) return { verdict };
  const { head, refs } = found;
  const byAge = [...refs.tags].sort((a, b) => a.taggedAt - b.taggedAt);
  const settings = { tagPattern: request.settings.deployTagPattern ?? '' };
  const names = { ...refs, tagNames: byAge.map(({ name }) => name) };
  const rules = now(deployments(request, root.folderUri, names, settings)).flatMap(each => each.rules);
  const tag = byAge.findLast(
    ({ name, commit }) => commit === head && ruleOf(rules, name)?.rule.environment === environment,
  );
  const passed = passedIn(tag?.message ?? '');
  const isPassed = passed.has('frozen') || passed.has('ruleBroken');
  if (!tag || !isPassed) return { verdict };
  return {
    verdict: {
      ...verdict,
      freezes: passed.has('frozen') ? [] : verdict.freezes,
      broken: verdict.broken.filter(({ level }) => level !== 'error' || !passed.has('ruleBroken')),
    },
    note: t('The tag {0} passes what stops this promotion: {1}', tag.name, reasonIn(tag.message) ?? ''),
  };
}
