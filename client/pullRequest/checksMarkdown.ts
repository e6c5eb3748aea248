/** Lists diagnostics for reviewers. */
import { codeSpan, markdownName, markdownText } from '../../common/markdown';
import { t } from '../../common/localization';

export interface CheckProblem {
  /** Relative to the top of the work tree. */
  file: string;
  /** One-based. */
  line: number;
  severity: 'error' | 'warning' | 'information';
  /** `KS202` */
  code?: string;
  message: string;
}

/** Maximum number of listed diagnostics. The rest is only counted. */
const MAX_CHECKS = 25;

/**
 * @param problems that the change brings or touches
 * @param existing the number of all others
 * @returns a Markdown section with its heading. Errors first, then by file and line.
 */
export function checksMarkdown(problems: readonly CheckProblem[], existing: number): string {
  const heading = `## ${t('Checks')}`;
  const others =
    existing === 0
      ? []
      : [
          existing === 1
            ? t('1 problem existed before this change.')
            : t('{0} problems existed before this change.', existing),
        ];
  if (problems.length === 0) {
    const none = existing === 0 ? t('No problems found.') : t('This change brings no problems.');
    return [heading, [none, ...others].join(' ')].join('\n\n');
  }
  const order = ['error', 'warning', 'information'];
  const sorted = [...problems].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.file.localeCompare(b.file) || a.line - b.line,
  );
  const lines = sorted.slice(0, MAX_CHECKS).map(problem => `- ${problemText(problem)}`);
  if (sorted.length > MAX_CHECKS) lines.push(`- ${t('{0} more', sorted.length - MAX_CHECKS)}`);
  return [heading, lines.join('\n'), ...others].join('\n\n');
}

function problemText({ file, line, severity, code, message }: CheckProblem): string {
  const words = { error: t('error'), warning: t('warning'), information: t('information') };
  const about = code === undefined ? '' : ` ${markdownName(code)}`;
  return `**${words[severity]}**${about} ${codeSpan(`${file}:${line}`)}: ${markdownText(message)}`;
}
