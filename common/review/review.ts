/**
 * A review as data: what a pair of revisions of a folder's platforms differs in. `kubestack/review` computes the sections that a place shows.
 * To add a section, add its result to `ReviewResults`, its name to `REVIEW_SECTIONS`, and its entry to `server/review/sections.ts`.
 */
import type { Comparison } from '../comparison';
import type { Forecast } from '../forecast/forecast';
import type { PlatformOverlays } from '../manifests/overlay';
import type { ReadRefusal } from '../refusal';
import type { BrokenRule } from '../rules/rules';
import type { Upgrades } from '../upgrades/upgrades';

/** What each section of a review contains. */
export interface ReviewResults {
  /** Effective values, modules and versions that differ. */
  readonly values: Comparison;
  /** What happens to resources. */
  readonly forecast: Forecast;
  /** Which rules of the team are broken and mended. */
  readonly rules: ReviewedRules;
  /** The diagnostics of each side. */
  readonly problems: ReviewedSides<readonly FileProblem[]>;
  /** The versions of Kubernetes of the side after, and the steps to the next ones. */
  readonly upgrades: Upgrades;
  /** The kustomize overlays of each side, and the files that they read. */
  readonly overlays: ReviewedSides<PlatformOverlays[]>;
}

export type ReviewSection = keyof ReviewResults;
export const REVIEW_SECTIONS = ['values', 'forecast', 'rules', 'problems', 'upgrades', 'overlays'] as const;

/** Sections of documents that take no longer than a comparison, and are requested with it. */
export const QUICK_SECTIONS = ['values'] as const;
/** Sections of documents that take longer. A document without them says so. */
export const SLOW_SECTIONS = ['forecast', 'rules'] as const;

/** What a change does to the rules of its platforms. */
export interface ReviewedRules {
  /** Broken after the change, and not, or in fewer environments, before it. */
  readonly newly: readonly BrokenRule[];
  /** Broken before and after the change. */
  readonly still: readonly BrokenRule[];
  /** Broken before the change, and no longer. */
  readonly mended: readonly BrokenRule[];
  /** The names of rules that the change removes. */
  readonly removed: readonly string[];
  /** Rules and freezes of the side after that can't be read or evaluated. Each is a sentence. */
  readonly invalid: readonly string[];
  /** Number of rules after the change. */
  readonly rules: number;
  /** Number of conditions that depend on values that only a plan knows. */
  readonly undecided: number;
  /** Number of rules about changes that are not judged, because there is no forecast. */
  readonly unjudged: number;
}

/** The same of both sides. */
export interface ReviewedSides<T> {
  readonly before: T;
  readonly after: T;
}

/** A diagnostic without its position. */
export interface FileProblem {
  /** Path of the file, relative to the folder. */
  path: string;
  code?: string;
  message: string;
}

/**
 * A file of a side: its text, the target of a symbolic link, or why it can't be read, such as its size, or an object that is missing in a partial clone.
 */
export type SideFile = string | { readonly link: string } | { readonly refusal: ReadRefusal };
/** By path relative to the compared folder, with "/" as separator; it can start with `../`. */
export type SideFiles = Record<string, SideFile>;

/** One side of a comparison. */
export type ComparisonSide = { readonly kind: 'workspace' } | { readonly kind: 'files'; readonly files: SideFiles };

/** One side of a review. The server keeps the files of the last sides with an `id`, which names the same files in each request for a folder. */
export type ReviewSide =
  | ComparisonSide
  | { readonly kind: 'files'; readonly files: SideFiles; readonly id: string }
  /** Files that were sent before. If the server no longer has them, its answer is `needs`. */
  | { readonly kind: 'sent'; readonly id: string };

/** Part of the answers to requests about sides. */
export interface NeededSides {
  /** The `id`s of sides whose files the server doesn't have; there is nothing else then. */
  readonly needs?: readonly string[];
}

/** Parameters of `kubestack/review`. */
export interface ReviewParams {
  /** Folder of a platform, or a folder that contains platforms. */
  uri: string;
  before: ReviewSide;
  after: ReviewSide;
  sections: readonly ReviewSection[];
  /** Limits the sections to this environment; only `problems` and `upgrades` are always about all environments. */
  environment?: string;
  /** Limits `overlays` to the module call with this label in the root module. */
  module?: string;
  /** On side `after`, which must be the workspace, these files have another text, or don't exist if it is null. By URI. */
  changed?: Record<string, string | null>;
  /** Files of the framework by ref and path, for modules that are not installed: `Forecast.missingVersions` says which. */
  framework?: Record<string, SideFiles>;
  /** Also requests the sections as Markdown, with or without the file and line of the code that causes each change of a resource. */
  markdown?: 'text' | 'locations';
}

/** The requested sections. */
export interface Review extends Partial<ReviewResults>, NeededSides {
  /** The sections that have a text, as Markdown; '' if there is nothing to show. */
  readonly markdown?: Partial<Record<ReviewSection, string>>;
}
