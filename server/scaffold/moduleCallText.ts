/** Writes the call of a Kubestack module according to the framework's usage rules. */
import { attribute, block, GAP, groups, nested, TOUCHING, type HclBlock, type HclLine } from './hclFile';

export interface ModuleCallText {
  readonly label: string;
  /** Name in the module → provider of the platform: `aws` → `aws.eks_web0_eu-north-1`. */
  readonly providers: Readonly<Record<string, string>>;
  readonly source: string;
  readonly version?: string | undefined;
  /** Other arguments, by their expressions. */
  readonly references?: Readonly<Record<string, string>>;
  /** Undefined for a local module, which has no configuration. */
  readonly configuration?: ConfigurationText | undefined;
  /** Text at the end of the block. */
  readonly tail?: readonly HclLine[];
}

export interface ConfigurationText {
  /** The base environment; `apps` is omitted, since it is the default. */
  readonly base: string;
  /** Most critical first. */
  readonly environments: readonly (readonly [name: string, lines: readonly HclLine[]])[];
}

export const expression = (text: string): { readonly expression: string } => ({ expression: text });

export function moduleCallBlock(call: ModuleCallText): HclBlock {
  const providers = Object.entries(call.providers);
  const references = Object.entries(call.references ?? {});
  return block(
    'module',
    [call.label],
    [
      ...(providers.length === 0
        ? []
        : [
            nested(
              'providers',
              providers.map(([name, provider]) => attribute(name, expression(provider))),
            ),
            GAP,
          ]),
      attribute('source', call.source),
      ...(call.version === undefined ? [] : [attribute('version', call.version)]),
      ...(references.length === 0 ? [] : [GAP, ...references.map(([name, text]) => attribute(name, expression(text)))]),
      ...(call.configuration ? [GAP, ...configurationLines(call.configuration)] : []),
      ...(call.tail ? [GAP, ...call.tail] : []),
    ],
  );
}

function configurationLines({ base, environments }: ConfigurationText): HclLine[] {
  const configuration = nested('configuration', groups(...environments.map(([name, lines]) => [nested(name, lines)])));
  // The base key is right above the configuration.
  return base === 'apps' ? [configuration] : [attribute('configuration_base_key', base), TOUCHING, configuration];
}
