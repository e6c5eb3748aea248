import * as vscode from 'vscode';
import type { Comparison, ComparisonSide, FileProblem } from '../../../common/protocol';
import type { GitHostKind } from '../../gitHost/gitHost';
import type { Git } from '../../git/git';
import { findMainBranch } from '../../../common/promotion/findMainBranch';
import { RevisionRepository } from '../../../common/node/git/revisionRepository';
import { manifestRevisionFiles, revisionFiles, workTreeFiles } from '../../git/revisionFiles';
import type { ChangedFile } from '../../git/statusText';
import type { LanguageServerClient } from '../../core/languageClient';
import { Setting } from '../../core/ids';
import { errorMessage } from '../../core/errorMessage';
import type { ManifestChanges } from '../../manifests/ui/manifestChanges';
import type { PipelinePlans } from '../../pipelinePlan/ui/pipelinePlans';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import type { PlanResults } from '../../plan/ui/planResults';
import { planSummaries } from '../../plan/ui/tree/planSummaries';
import { CHANGED_LINES_ARGUMENTS, addedLines, separateProblems } from '../broughtProblems';
import { checksMarkdown, type CheckProblem } from '../checksMarkdown';
import type { PullRequestBodyInput } from '../pullRequestBody';
import { readTemplate } from '../pullRequestTemplate';
import { t } from '../../../common/localization';

/** The input for a pull request's body. */
export interface DescribedChange {
  /** Maximum length of the Git host, if known. */
  kind: GitHostKind | undefined;
  /** Subjects of the commits, newest first. */
  subjects: readonly string[];
  /** The result of `compare`. */
  compared: Comparison | { problem: string };
  /** The result of `objectChanges`. */
  manifests: string;
  /** The commit to compare with; undefined if there is none. */
  from: string | undefined;
}

const mainBranchSettingOf = (root: string): string =>
  vscode.workspace.getConfiguration(undefined, vscode.Uri.file(root)).get<string>(Setting.mainBranch, '');

/** Describes a change: its effect on each environment, diagnostics, and the last plans. */
export class ChangeDescription {
  constructor(
    private readonly server: LanguageServerClient,
    private readonly plans: PlanResults,
    private readonly manifests: ManifestChanges,
    private readonly pipelinePlans: PipelinePlans,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /**
   * @param from the commit to compare with; undefined if there is none.
   * @param to `HEAD`, or the given changes of the work tree since HEAD.
   * @returns undefined, with the reason, if a comparison is not possible.
   */
  async compare(
    git: Git,
    root: string,
    from: string | undefined,
    to: 'HEAD' | readonly ChangedFile[],
  ): Promise<Comparison | { problem: string }> {
    if (from === undefined) return { problem: t('The main branch is unknown, so there is nothing to compare with.') };
    try {
      // Reads the whole repository, since the window may contain only a part of it.
      const [old, current] = await Promise.all([
        revisionFiles(git, from, ''),
        to === 'HEAD' ? revisionFiles(git, 'HEAD', '') : workTreeFiles(git, root, to),
      ]);
      const before: ComparisonSide = { kind: 'files', files: old };
      const after: ComparisonSide = { kind: 'files', files: current };
      const uri = vscode.Uri.file(root).toString();
      return await this.server.compareConfigurations({ uri, before, after, markdown: true });
    } catch (error) {
      this.output.warn(`The change can't be compared: ${errorMessage(error)}`);
      return { problem: t('The effective configuration could not be compared.') };
    }
  }

  /** What a pull request of HEAD does to resources, as Markdown; '' if it does nothing, or that is unknown. */
  private async forecast(git: Git, root: string, from: string | undefined): Promise<string> {
    if (from === undefined) return '';
    try {
      const [old, current] = await Promise.all([revisionFiles(git, from, ''), revisionFiles(git, 'HEAD', '')]);
      const before: ComparisonSide = { kind: 'files', files: old };
      const after: ComparisonSide = { kind: 'files', files: current };
      const uri = vscode.Uri.file(root).toString();
      return (await this.server.forecastSoon({ uri, before, after, markdown: 'text' })).markdown ?? '';
    } catch (error) {
      this.output.warn(`There is no forecast of the change: ${errorMessage(error)}`);
      return '';
    }
  }

  /** Changes of Kubernetes objects in a pull request of HEAD, as Markdown; '' without known changes. */
  async objectChanges(git: Git, root: string, from: string | undefined): Promise<string> {
    if (from === undefined) return '';
    return this.manifests.between(git, '', vscode.Uri.file(root).toString(), [from, 'HEAD']);
  }

  /** Generates the complete body. */
  async parts(git: Git, root: string, described: DescribedChange): Promise<PullRequestBodyInput> {
    const { kind, subjects, compared, manifests, from } = described;
    const forecast = await this.forecast(git, root, from);
    const plan = await this.planSection(git, root);
    const template = kind && (await readTemplate(root, kind, message => this.output.warn(message)));
    return {
      subjects: [...subjects].reverse(),
      checks: await this.checksSection(git, root, from),
      ...('problem' in compared ? { problem: compared.problem } : { comparison: compared.markdown ?? '' }),
      ...(forecast !== '' && { forecast }),
      ...(manifests !== '' && { manifests }),
      ...(template !== undefined && { template }),
      ...(plan !== undefined && { plan }),
    };
  }

  /** The problems of committed files that the change brings or touches, and the number of others. */
  private async checksSection(git: Git, root: string, from: string | undefined): Promise<string> {
    const committed = new Set(await (await RevisionRepository.around(git)).paths('HEAD'));
    const problems = problemsBelow(root).filter(({ file }) => committed.has(file));
    const before = from === undefined ? undefined : await this.problemsAt(git, root, from);
    const diff = before && from !== undefined ? await git.run([...CHANGED_LINES_ARGUMENTS, from]) : '';
    const { brought, existing } = separateProblems(problems, before, addedLines(diff));
    return checksMarkdown(brought, existing);
  }

  /** The diagnostics at a revision; undefined if it can't be checked. */
  private async problemsAt(git: Git, root: string, revision: string): Promise<FileProblem[] | undefined> {
    try {
      const files = await manifestRevisionFiles(git, revision, '');
      const side: ComparisonSide = { kind: 'files', files };
      return (await this.server.problems({ uri: vscode.Uri.file(root).toString(), side })).problems;
    } catch (error) {
      this.output.warn(`The problems before the change are unknown: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /** Local plans, and pipelines' plans of HEAD for other environments. */
  private async planSection(git: Git, root: string): Promise<((length: number) => string) | undefined> {
    const here = this.plans.byPlatform.filter(({ platform }) => isBelow(vscode.Uri.parse(platform).fsPath, root));
    const [{ url }, head] = await Promise.all([
      findMainBranch(git, mainBranchSettingOf(root), false),
      git.tryRead(['rev-parse', '--verify', '--quiet', 'HEAD']),
    ]);
    const plans = head === undefined ? here : await this.pipelinePlans.complete(here, url, head);
    const summaries = planSummaries(plans);
    return summaries.some(({ plan }) => plan) ? length => planMarkdown(summaries, { length }) : undefined;
  }
}

/** This extension's current diagnostics in a repository. */
function problemsBelow(root: string): CheckProblem[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
    if (uri.scheme !== 'file' || !isBelow(uri.fsPath, root)) return [];
    const file = uri.fsPath.slice(root.length + 1).replaceAll('\\', '/');
    return diagnostics
      .filter(({ source, severity }) => source === 'kubestack' && severity !== vscode.DiagnosticSeverity.Hint)
      .map((diagnostic): CheckProblem => {
        const code = codeOf(diagnostic);
        return {
          file,
          line: diagnostic.range.start.line + 1,
          severity: SEVERITIES[diagnostic.severity] ?? 'information',
          message: diagnostic.message,
          ...(code !== undefined && { code }),
        };
      });
  });
}

const SEVERITIES: Readonly<Record<number, CheckProblem['severity']>> = { 0: 'error', 1: 'warning', 2: 'information' };

function codeOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
}

const isBelow = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`) || path.startsWith(`${root}\\`);
