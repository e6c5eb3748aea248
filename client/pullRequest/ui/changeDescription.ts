import * as vscode from 'vscode';
import type { Comparison, FileProblem } from '../../../common/protocol';
import type { SectionTexts } from '../../../common/review/documentSections';
import { QUICK_SECTIONS, SLOW_SECTIONS } from '../../../common/review/review';
import type { GitHostKind } from '../../gitHost/gitHost';
import type { Git } from '../../git/git';
import { findMainBranch } from '../../../common/promotion/findMainBranch';
import { RevisionRepository } from '../../../common/node/git/revisionRepository';
import { revisionSide, workTreeFiles } from '../../git/revisionFiles';
import type { ChangedFile } from '../../git/statusText';
import type { LanguageServerClient } from '../../core/languageClient';
import { Setting } from '../../core/ids';
import { errorMessage } from '../../core/errorMessage';
import type { ManifestChanges } from '../../manifests/ui/manifestChanges';
import type { PipelinePlans } from '../../pipelinePlan/ui/pipelinePlans';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import type { PlanResults } from '../../plan/ui/planResults';
import { planSummaries } from '../../plan/model/planSummaries';
import { CHANGED_LINES_ARGUMENTS, addedLines, separateProblems } from '../broughtProblems';
import { checksMarkdown, type CheckProblem } from '../checksMarkdown';
import type { PullRequestBodyInput } from '../pullRequestBody';
import { readTemplate } from '../pullRequestTemplate';
import { t } from '../../../common/localization';
import { isInFolder, slashPathBelow } from '../../../common/node/paths';

/** What a change does to values. */
export interface ComparedChange {
  /** Undefined if a comparison is not possible: `problem` says why. */
  readonly comparison?: Comparison;
  readonly texts: SectionTexts;
  readonly problem?: string;
}

/** The input for a pull request's body. */
export interface DescribedChange {
  /** Maximum length of the Git host, if known. */
  kind: GitHostKind | undefined;
  /** Subjects of the commits, newest first. */
  subjects: readonly string[];
  /** The result of `compare`. */
  compared: ComparedChange;
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
   */
  async compare(
    git: Git,
    root: string,
    from: string | undefined,
    to: 'HEAD' | readonly ChangedFile[],
  ): Promise<ComparedChange> {
    if (from === undefined)
      return { texts: {}, problem: t('The main branch is unknown, so there is nothing to compare with.') };
    try {
      const after =
        to === 'HEAD'
          ? await revisionSide(git, 'HEAD', '')
          : ({ kind: 'files', files: await workTreeFiles(git, root, to) } as const);
      const before = await revisionSide(git, from, '');
      const sections = QUICK_SECTIONS;
      const { values, markdown = {} } = await this.server.review({
        ...{ uri: uriOf(root), before, after, sections, markdown: 'text' },
      });
      return { comparison: values, texts: markdown };
    } catch (error) {
      this.output.warn(`The change can't be compared: ${errorMessage(error)}`);
      return { texts: {}, problem: t('The effective configuration could not be compared.') };
    }
  }

  /** What a pull request of HEAD does to resources, and to rules; nothing if that is unknown. */
  private async consequences(git: Git, root: string, from: string): Promise<SectionTexts> {
    try {
      const [before, after] = await Promise.all([revisionSide(git, from, ''), revisionSide(git, 'HEAD', '')]);
      const { markdown } = await this.server.reviewSoon({
        uri: uriOf(root),
        before,
        after,
        sections: SLOW_SECTIONS,
        markdown: 'text',
      });
      return markdown ?? {};
    } catch (error) {
      this.output.warn(`There is no forecast of the change: ${errorMessage(error)}`);
      return {};
    }
  }

  /** Generates the complete body. */
  async parts(git: Git, root: string, described: DescribedChange): Promise<PullRequestBodyInput> {
    const { kind, subjects, compared, from } = described;
    const objects = from === undefined ? '' : await this.manifests.between(git, '', uriOf(root), [from, 'HEAD']);
    const consequences = from === undefined ? {} : await this.consequences(git, root, from);
    const plan = await this.planSection(git, root);
    const template = kind && (await readTemplate(root, kind, message => this.output.warn(message)));
    return {
      subjects: [...subjects].reverse(),
      checks: await this.checksSection(git, root, from),
      texts: { ...compared.texts, ...consequences, objects },
      ...(compared.problem !== undefined && { problem: compared.problem }),
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
  private async problemsAt(git: Git, root: string, revision: string): Promise<readonly FileProblem[] | undefined> {
    try {
      const side = await revisionSide(git, revision, '', 'manifests');
      const question = { uri: uriOf(root), before: side, after: side, sections: ['problems'] as const };
      return (await this.server.review(question)).problems.before;
    } catch (error) {
      this.output.warn(`The problems before the change are unknown: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /** Local plans, and pipelines' plans of HEAD for other environments. */
  private async planSection(git: Git, root: string): Promise<((length: number) => string) | undefined> {
    const here = this.plans.byPlatform.filter(({ platform }) => isInFolder(vscode.Uri.parse(platform).fsPath, root));
    const [{ url }, head] = await Promise.all([
      findMainBranch(git, mainBranchSettingOf(root), false),
      git.tryRead(['rev-parse', '--verify', '--quiet', 'HEAD']),
    ]);
    const plans = head === undefined ? here : await this.pipelinePlans.complete(here, url, head);
    const summaries = planSummaries(plans);
    return summaries.some(({ plan }) => plan) ? length => planMarkdown(summaries, { length }) : undefined;
  }
}

const uriOf = (root: string): string => vscode.Uri.file(root).toString();

/** This extension's current diagnostics in a repository. */
function problemsBelow(root: string): CheckProblem[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) => {
    if (uri.scheme !== 'file' || !isInFolder(uri.fsPath, root)) return [];
    const file = slashPathBelow(root, uri.fsPath);
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
