/** The states of environments as lines and as Markdown. */
import { t } from '../../common/localization';
import { codeSpan, markdownName, markdownText, strongName } from '../../common/markdown';
import type { EnvironmentState, PlatformState } from '../../common/state/state';

const short = (commit: string): string => commit.slice(0, 7);

/** @param shown formats the folder of a platform */
export function stateLines(states: readonly PlatformState[], shown: (uri: string) => string): string[] {
  return states.flatMap(state => [
    ...(states.length === 1 ? [] : [shown(state.platform)]),
    ...state.environments.flatMap(each => {
      const [committed, desired, current] = textsOf(each, state.mainBranch, text => text);
      return [
        each.environment,
        `  ${t('committed: {0}', committed)}`,
        `  ${t('desired: {0}', desired)}`,
        `  ${t('current: {0}', current)}`,
      ];
    }),
  ]);
}

export function stateMarkdownOf(states: readonly PlatformState[], shown: (uri: string) => string): string {
  const heads = [t('Environment'), t('Committed'), t('Desired'), t('Current')];
  return states
    .map(state =>
      [
        ...(states.length === 1 ? [] : [`## ${markdownName(shown(state.platform))}`, '']),
        `| ${heads.join(' | ')} |`,
        `| ${heads.map(() => '---').join(' | ')} |`,
        ...state.environments.map(each => {
          const [committed, desired, current] = textsOf(each, state.mainBranch, codeSpan);
          return `| ${strongName(each.environment)} | ${committed} | ${desired} | ${current} |`;
        }),
      ].join('\n'),
    )
    .join('\n\n');
}

/** @param code formats names and hashes */
function textsOf(
  { committed, desired, acceptedDrift: { inForce, expired } }: EnvironmentState,
  mainBranch: string,
  code: (text: string) => string,
): [committed: string, desired: string, current: string] {
  const prose = code === codeSpan ? markdownText : (text: string) => text;
  const name = (commit: string): string => `${code(mainBranch)} ${code(short(commit))}`;
  return [
    committed === undefined ? t('nothing') : name(committed),
    desired === undefined
      ? t('never promoted')
      : desired.tag === undefined
        ? name(desired.commit)
        : [
            code(desired.tag),
            desired.isOnMain === false ? t('not on {0}', code(mainBranch)) : undefined,
            code(short(desired.commit)),
            desired.at?.slice(0, 10) ?? t('time unknown'),
            desired.by && prose(desired.by),
          ]
            .filter(part => part !== undefined && part !== '')
            .join(' · '),
    [
      t('drift not checked'),
      ...(inForce === 0 ? [] : [t('{0} accepted', inForce)]),
      ...(expired === 0 ? [] : [t('{0} expired', expired)]),
    ].join(' · '),
  ];
}
