/** The pipeline that applies a deploy tag. */
import { ruleOf } from '../../common/promotion/tagRule';
import type { PromotionRules } from './stage';

/** Its file, if that is certain: other pipelines can run for the tag, too. @param ref full name of the tag, or of a branch */
export function appliedBy({ tagRules, tagOutcomes }: PromotionRules, ref: string): { readonly file?: string } {
  const [, name] = /^refs\/tags\/(.+)$/.exec(ref) ?? [];
  const found = name === undefined ? undefined : ruleOf(tagRules, name);
  const outcome = found && tagOutcomes?.get(found.rule.environment);
  return outcome?.kind === 'applied' ? { file: outcome.path } : {};
}
