/** What clients request of rules. */
import type { NeededSides, ReviewSide } from '../review/review';
import type { RulesVerdict } from './rules';

/** Parameters of `kubestack/rules`: what the rules of the platforms in a folder say about a promotion. */
export interface RulesParams {
  /** Folder of a platform, or a folder that contains platforms. */
  uri: string;
  /** What is promoted. */
  after: ReviewSide;
  /** What the environment has now, for rules about changes. */
  before?: ReviewSide;
  /** The newest commit of the main branch: its freezes hold for all commits. */
  newest?: ReviewSide;
  environment: string;
}

/** Result of `kubestack/rules`. */
export interface RulesResult extends NeededSides {
  /** Absent if there are no files with rules. */
  verdict?: RulesVerdict;
}

/** Parameters of `kubestack/rulePreview`. */
export interface RulePreviewParams {
  /** A file with rules of the platform. */
  uri: string;
  /** The name of the rule. */
  name: string;
}

/** A rule with each of its targets, as Markdown; null if there is no such rule. */
export interface RulePreview {
  markdown: string;
}
