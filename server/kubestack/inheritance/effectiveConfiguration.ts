/** The effective configuration of one module call: evaluate, convert to the declared type, merge with the base environment. */
import { t } from '../../../common/localization';
import { stepsFor, type EvaluationBudget } from '../../hcl/budget';
import { convert, ConversionError } from '../../hcl/conversion/convert';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { hasAny } from '../../hcl/types/type';
import { containsSensitive, map, object, string, typeOf } from '../../hcl/values/value';
import { declaredAttribute } from '../../workspace/declarations';
import { convertInParts, conversionDiagnostic, setsTooMuch } from './environmentConversion';
import { canLoseType, commonTypeDiagnostic } from './commonType';
import {
  entriesWithKeys,
  evaluateEntries,
  evaluateEntriesForValidation,
  type ConfigurationEntries,
  MAX_ENVIRONMENTS,
} from './configurationEntries';
import { listAttributes, type ResolvedAttribute } from './effectiveAttributes';
import { evaluateIn, type Declarations } from '../modules/instanceReferences';
import { mergeEnvironment, mergedValue, MergeError } from './merge';
import { labelRange, rangeIn, type ModuleCall } from '../modules/moduleCall';
import type { DependencyTracker } from '../memoization/dependencyTracker';
import type { Type, MapValue, ObjectValue, SourceRange, Value } from '../../hcl/model';

/** Maximum number of environments in a message. */
const MAX_NAMES = 20;
/** Maximum number of attributes of a call, in all environments together. */
const MAX_ATTRIBUTES = 10_000;

export interface ResolvedEnvironment {
  readonly attributes: readonly ResolvedAttribute[];
  /** The configuration that the module reads in this environment. */
  readonly value: ObjectValue;
  /** The environment's key and value in the source. */
  readonly range: SourceRange | undefined;
  /** The environment's value before conversion and inheritance; undefined if it is not an object. */
  readonly given: ObjectValue | MapValue | undefined;
}

export interface EffectiveConfiguration {
  readonly call: ModuleCall;
  readonly baseKey: string;
  /** In the order of the source; empty if Terraform rejects the configuration, as the diagnostics explain. */
  readonly environments: ReadonlyMap<string, ResolvedEnvironment>;
  /** The same, even if Terraform rejects a part of it: that part is unknown, and an environment that is not an object is empty. */
  readonly understood: ReadonlyMap<string, ResolvedEnvironment>;
  readonly diagnostics: readonly EvaluationDiagnostic[];
  /** Whether it contains an expression with `terraform.workspace`. */
  readonly usesWorkspace: boolean;
}

/** Computes the effective configuration; never throws. Its inputs are recorded in `reads`. */
export function computeEffectiveConfiguration(
  call: ModuleCall,
  declarations: Declarations,
  reads: DependencyTracker,
): EffectiveConfiguration {
  return new Computation(call, declarations, reads).run();
}

class Computation {
  private readonly diagnostics: EvaluationDiagnostic[] = [];
  /** Problems that leave something out of the result without being errors. */
  private readonly leftOut: EvaluationDiagnostic[] = [];
  private usesWorkspace = false;
  private followsMistake = false;
  private readonly selectedWorkspace: string;

  constructor(
    private readonly call: ModuleCall,
    private readonly declarations: Declarations,
    private readonly reads: DependencyTracker,
  ) {
    this.selectedWorkspace = reads.read(declarations.sourcesOf(call.instance).selectedWorkspace());
  }

  run(): EffectiveConfiguration {
    const baseKey = this.baseKey();
    const environments =
      baseKey === undefined ? undefined : this.declarations.withBudget(budget => this.environments(baseKey, budget));
    return {
      call: this.call,
      baseKey: baseKey ?? this.call.module.defaultBaseKey,
      environments: this.refused ? new Map() : (environments ?? new Map()),
      understood: environments ?? new Map(),
      diagnostics: [...this.diagnostics, ...this.leftOut],
      usesWorkspace: this.usesWorkspace,
    };
  }

  /** An error rejects the whole call. An unknown value affects only itself. */
  private get refused(): boolean {
    return this.diagnostics.some(({ code }) => code !== 'KS006');
  }

  private refuse(diagnostic: EvaluationDiagnostic): undefined {
    this.diagnostics.push(diagnostic);
    return undefined;
  }

  /** Undefined if it is unknown; the diagnostics say why. */
  private baseKey(): string | undefined {
    const { module, declaration, instance } = this.call;
    const part = module.baseKeyInput === undefined ? undefined : declaredAttribute(declaration, module.baseKeyInput);
    if (!part) return module.defaultBaseKey;
    const evaluated = evaluateIn(
      this.declarations,
      instance,
      part.item,
      part.attribute.value,
      this.selectedWorkspace,
      this.reads,
    );
    this.diagnostics.push(...evaluated.diagnostics);
    if (evaluated.diagnostics.length > 0) return undefined;
    const range = rangeIn(part.item, part.attribute.value);
    const { value } = evaluated;
    if (containsSensitive(value))
      return this.refuse({ code: 'KS006', message: t("The base environment is sensitive and can't be shown."), range });
    if (value.kind === 'unknown')
      return this.refuse({ code: 'KS006', message: t('The base environment is not known before a plan.'), range });
    if (value.kind === 'null') {
      if (!module.baseKeyNullable) return module.defaultBaseKey;
      return this.refuse({
        code: 'KS201',
        message: t('The base environment is null. Name one of the environments, or remove the argument.'),
        range,
      });
    }
    try {
      const text = convert(value, { kind: 'string' });
      if (text.kind === 'string') return text.value;
    } catch {
      // Reported below: only collections can't be converted to strings.
    }
    return this.refuse({
      code: 'KS002',
      message: t('The base environment must be a string, not a {0}.', value.kind),
      range,
    });
  }

  private environments(baseKey: string, budget: EvaluationBudget): Map<string, ResolvedEnvironment> | undefined {
    const selected = entriesWithKeys(
      environment => this.entriesFor(environment),
      this.selectedWorkspace,
      () => baseKey,
    );
    this.diagnostics.push(...selected.diagnostics);
    const { item } = this.call.declaration;
    // An error in a variable or a local also results in values of the wrong type, which is not a second mistake.
    this.followsMistake = selected.diagnostics.some(({ range }) => range.item !== item);
    this.usesWorkspace = selected.usesWorkspace;
    if (!selected.entries) return undefined;
    const keys = this.environmentNames(selected.entries);
    if (!this.isBaseKey(baseKey, keys)) return undefined;
    const result = new Map<string, ResolvedEnvironment>();
    let attributes = 0;
    for (const name of this.followed(keys, baseKey)) {
      const entries = selected.usesWorkspace ? this.entriesAgain(name) : selected.entries;
      if (entries && !entries.has(name)) {
        const message = t(
          'The name of the environment "{0}" depends on terraform.workspace and is different in the workspace "{0}", so its configuration can\'t be shown.',
          name,
        );
        this.refuse({ code: 'KS006', message, range: this.configurationRange() });
        continue;
      }
      const merged = entries && this.mergeWith(name, baseKey, entries, budget);
      if (!merged) continue;
      result.set(name, merged);
      attributes += merged.attributes.length;
      if (attributes <= MAX_ATTRIBUTES || result.size === keys.length) continue;
      this.leaveOut(
        t(
          'The environments have more than {0} attributes in total. Those after "{1}" are not shown.',
          MAX_ATTRIBUTES,
          name,
        ),
      );
      break;
    }
    if (!this.refused) this.requireCommonType(selected);
    return result;
  }

  /** Limits the number of environments, and always includes the base. */
  private followed(keys: readonly string[], baseKey: string): readonly string[] {
    if (keys.length <= MAX_ENVIRONMENTS) return keys;
    this.leaveOut(
      t('This module has {0} environments. Only the first {1} are evaluated.', keys.length, MAX_ENVIRONMENTS),
    );
    return [...new Set([baseKey, ...keys])].slice(0, MAX_ENVIRONMENTS);
  }

  private leaveOut(message: string): void {
    this.leftOut.push({ code: 'KS004', message, range: this.configurationRange() });
  }

  /** Each environment alone is valid; terraform also combines them in one map, in validate and plan. */
  private requireCommonType({ entries, usesInputs }: ConfigurationEntries): void {
    const diagnostic =
      this.commonTypeDiagnostic(entries) ??
      (usesInputs ? this.commonTypeDiagnostic(this.entriesValidated()) : undefined);
    if (diagnostic) this.refuse(diagnostic);
  }

  private commonTypeDiagnostic(entries: ReadonlyMap<string, Value> | undefined): EvaluationDiagnostic | undefined {
    return entries && commonTypeDiagnostic(entries, this.call.module.configurationType, this.configurationRange());
  }

  private entriesValidated(): ReadonlyMap<string, Value> | undefined {
    const { declaration, instance, module } = this.call;
    const part = declaredAttribute(declaration, 'configuration');
    if (!part || !canLoseType(module.configurationType)) return undefined;
    const where = { item: part.item, expression: part.attribute.value };
    return evaluateEntriesForValidation(this.declarations, instance, where, this.selectedWorkspace, this.reads);
  }

  /** Up to v0.9.2, only `apps` and `ops` exist. */
  private environmentNames(entries: ReadonlyMap<string, Value>): string[] {
    if (this.call.module.merge !== 'appsAndOps') return [...entries.keys()];
    const missing = ['apps', 'ops'].find(name => !entries.has(name));
    if (missing !== undefined) {
      const message = t('"{0}" is missing: this release requires the environments "apps" and "ops".', missing);
      this.refuse({ code: 'KS201', message, range: this.configurationRange() });
    }
    return [...entries.keys()].filter(name => name === 'apps' || name === 'ops');
  }

  private isBaseKey(baseKey: string, keys: readonly string[]): boolean {
    if (keys.includes(baseKey)) return true;
    const shown = keys.slice(0, MAX_NAMES).map(key => `"${key}"`);
    const names = shown.join(', ');
    const message =
      keys.length === 0
        ? t('The base environment "{0}" is not one of the environments: there are none.', baseKey)
        : keys.length > MAX_NAMES
          ? t(
              'The base environment "{0}" is not one of the environments ({1} and {2} more): every other environment inherits from it.',
              ...[baseKey, names, keys.length - MAX_NAMES],
            )
          : t(
              'The base environment "{0}" is not one of the environments ({1}): every other environment inherits from it.',
              ...[baseKey, names],
            );
    this.refuse({ code: 'KS201', message, range: this.baseKeyRange() });
    return false;
  }

  private entriesFor(environment: string): ConfigurationEntries {
    const { declaration, instance, module } = this.call;
    const part = declaredAttribute(declaration, 'configuration');
    if (part) {
      const where = { item: part.item, expression: part.attribute.value };
      return evaluateEntries(this.declarations, instance, where, environment, this.selectedWorkspace, this.reads);
    }
    if (module.configurationDefault) {
      const entries = new Map(module.configurationDefault.map(name => [name, object(new Map())] as const));
      return { entries, diagnostics: [], usesWorkspace: false, usesInputs: false };
    }
    const diagnostic: EvaluationDiagnostic = {
      code: 'KS002',
      message: t('"configuration" is missing: this module requires it.'),
      range: labelRange(declaration),
    };
    return { entries: undefined, diagnostics: [diagnostic], usesWorkspace: false, usesInputs: false };
  }

  private entriesAgain(environment: string): ReadonlyMap<string, Value> | undefined {
    const { entries, diagnostics } = this.entriesFor(environment);
    this.diagnostics.push(...diagnostics);
    return entries;
  }

  private mergeWith(
    name: string,
    baseKey: string,
    entries: ReadonlyMap<string, Value>,
    budget: EvaluationBudget,
  ): ResolvedEnvironment | undefined {
    const environment = this.converted(name, baseKey, entries, budget);
    const base = name === baseKey ? environment : this.converted(baseKey, baseKey, entries, budget);
    if (!environment || !base) return undefined;
    // Both are traversed.
    budget.spend(stepsFor(environment) + stepsFor(base));
    try {
      const merged = mergeEnvironment(this.call.module.merge, environment, base);
      const attributes = listAttributes(merged, this.call.module.merge, name === baseKey);
      const raw = entries.get(name);
      const given = raw?.kind === 'object' || raw?.kind === 'map' ? raw : undefined;
      return { attributes, value: mergedValue(merged), range: raw?.origin, given };
    } catch (error) {
      if (!(error instanceof MergeError)) throw error;
      const range = error.value.origin ?? entries.get(name)?.origin ?? this.configurationRange();
      return this.refuse({ code: 'KS002', message: `${name}: ${error.message}.`, range });
    }
  }

  /** An environment's attributes in the declared type. An environment that is null or not an object inherits everything, except for the base. */
  private converted(
    name: string,
    baseKey: string,
    entries: ReadonlyMap<string, Value>,
    budget: EvaluationBudget,
  ): ObjectValue | MapValue | undefined {
    const raw = entries.get(name);
    if (!raw) return undefined;
    const { configurationType, merge } = this.call.module;
    const names = this.conversions.get(raw);
    if (names) return names;
    if (!budget.spend(stepsFor(raw)) || setsTooMuch(raw)) {
      // The expression or environment that exceeded the limit has been reported.
      if (this.diagnostics.some(({ code }) => code === 'KS004')) return undefined;
      const message = t('"{0}" takes too long to evaluate. The configuration can\'t be shown.', name);
      return this.refuse({ code: 'KS004', message, range: raw.origin ?? this.configurationRange() });
    }
    try {
      const value = hasAny(configurationType)
        ? this.convertedTogether(entries, configurationType).get(name)!
        : convertInParts(raw, configurationType, error => this.refuseValue(error, raw, name));
      const structure = this.asStructure(value, raw, name, merge === 'merge' || merge === 'appsAndOps');
      if (structure || value.kind === 'unknown') return this.remembered(raw, structure);
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      this.refuseValue(error, raw, name);
    }
    return this.remembered(raw, name === baseKey ? undefined : object(new Map()));
  }

  private refuseValue(error: ConversionError, environment: Value, name: string): void {
    if (!this.followsMistake) this.refuse(conversionDiagnostic(error, environment, name, this.call));
  }

  private remembered<Result extends ObjectValue | MapValue | undefined>(raw: Value, structure: Result): Result {
    if (structure) this.conversions.set(raw, structure);
    return structure;
  }

  private readonly conversions = new Map<Value, ObjectValue | MapValue>();

  /** A type that contains `any` is inferred from all environments together. */
  private convertedTogether(entries: ReadonlyMap<string, Value>, type: Type): ReadonlyMap<string, Value> {
    if (this.together?.entries !== entries) this.together = { entries, converted: convertTogether(entries, type) };
    return this.together.converted;
  }

  private together:
    { readonly entries: ReadonlyMap<string, Value>; readonly converted: ReadonlyMap<string, Value> } | undefined;

  private asStructure(
    value: Value,
    raw: Value,
    name: string,
    nullIsEmpty: boolean,
  ): ObjectValue | MapValue | undefined {
    if (value.kind === 'object' || value.kind === 'map') return value;
    const range = raw.origin ?? this.configurationRange();
    if (value.kind === 'null') {
      if (nullIsEmpty) return object(new Map());
      return this.refuse({
        code: 'KS005',
        message: t('The environment "{0}" is null. To inherit everything, write {0} = {}.', name),
        range,
      });
    }
    if (value.kind === 'unknown') {
      return this.refuse({
        code: 'KS006',
        message: t('The configuration of "{0}" is not known before a plan.', name),
        range,
      });
    }
    return this.refuse({
      code: 'KS002',
      message: t('The environment "{0}" must be an object, not a {1}.', name, typeOf(value).kind),
      range,
    });
  }

  private configurationRange(): SourceRange {
    const part = declaredAttribute(this.call.declaration, 'configuration');
    return part
      ? rangeIn(part.item, { start: part.attribute.start, end: part.attribute.nameEnd })
      : labelRange(this.call.declaration);
  }

  private baseKeyRange(): SourceRange {
    const { module, declaration } = this.call;
    const part = module.baseKeyInput === undefined ? undefined : declaredAttribute(declaration, module.baseKeyInput);
    return part ? rangeIn(part.item, part.attribute.value) : this.configurationRange();
  }
}

function convertTogether(entries: ReadonlyMap<string, Value>, type: Type): ReadonlyMap<string, Value> {
  const converted = convert(object(entries), type);
  return converted.kind === 'object' || converted.kind === 'map'
    ? converted.entries
    : map(typeOf(string('')), new Map()).entries;
}
