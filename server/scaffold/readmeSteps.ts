/** The section of a generated README that describes the way of a change through the environments. */
import { patchText } from './patchText';

/** What a reader replaces by the date, since each shell has another command that prints it. */
const DATE = 'YYYY-MM-DD';
/** In its place, READMEs had the command of POSIX shells. */
const EARLIER_DATE = '$(date -u +%F)';

/** @param environments in the order of promotion, the internal one first */
export function promotionSteps([internal = 'ops', ...promoted]: readonly string[]): string {
  const steps = promoted.map(
    (environment, index) =>
      `${index + 5}. Promote it to ${environment} with *Kubestack: Promote…* in VS Code. In a terminal, tag the merge commit,\n   \`git tag ${environment}-deploy-${DATE}-0\` with the date in UTC, and push the tag. The pipeline applies it to ${environment}.`,
  );
  return `## Making changes

1. Change the configuration in a branch, and push it. The pipeline plans the change for ${internal}.
2. Create a pull request. A colleague reviews the change and its plan.
3. Merge it. The pipeline applies it to ${internal}, and plans it for ${promoted[0] ?? internal}.
4. Check that it works in ${internal}, and review the plan.
${steps.join('\n')}

Environments are Terraform workspaces and differ only in what they override. Update the tables above in the same commit.
`;
}

/** A README with the steps for other environments. It stays unchanged if it doesn't have the generated steps. */
export function patchedSteps(readme: string, before: readonly string[], after: readonly string[]): string {
  const [from, to] = [promotionSteps(before), promotionSteps(after)];
  const earlier = (steps: string): string =>
    steps.replaceAll(`${DATE}-0\` with the date in UTC`, `${EARLIER_DATE}-0\``);
  return patchText(readme, from, to) ?? patchText(readme, earlier(from), earlier(to)) ?? readme;
}
