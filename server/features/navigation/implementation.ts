/** Go to implementation: who gives a base value, a variable, an output or a call its meaning. */
import type { Place } from '../../hcl/values/value';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import { placeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { calledModule } from './definition';
import { keyPlaces } from '../../semantics/configurationRanges';
import { leadingTo } from './navigationHandler';
import { declarationsOf, placeOfUse, valuesOf } from '../../semantics/symbolIndex';
import type { Snapshot } from '../../semantics/requestContext';
import type { NamedThing, Thing } from '../../semantics/symbolAt';
import { attributeOf } from '../../workspace/moduleFolder';

/**
 * The overrides of a base value, the environments that inherit from a base, the module behind a call, the values of a variable, the
 * value of an output.
 */
export const implementation = leadingTo(implementationPlaces);

function implementationPlaces(snapshot: Snapshot, thing: Thing): Place[] {
  switch (thing.kind) {
    case 'named':
      return namedImplementation(snapshot, thing);
    case 'source':
      return calledModule(snapshot, thing);
    case 'environment':
      return besideBase(snapshot, thing.calls[0], []);
    case 'attribute':
      return besideBase(snapshot, thing.calls[0], thing.path);
  }
}

/** What the environments other than the base write. */
function besideBase(snapshot: Snapshot, call: ModuleCall | undefined, path: readonly string[]): Place[] {
  if (!call) return [];
  const base = baseKeyOf(call, snapshot.model);
  return keyPlaces(snapshot, call, path).flatMap(({ environment, place }) => (environment === base ? [] : [place]));
}

function namedImplementation(snapshot: Snapshot, thing: NamedThing): Place[] {
  switch (thing.of) {
    case 'module':
      return calledModule(snapshot, { kind: 'source', folderUri: thing.folderUri, label: thing.name });
    case 'variable': {
      const given = valuesOf(snapshot, thing).map(placeOfUse);
      return given.length > 0 ? given : argumentOf(snapshot, thing, 'default');
    }
    case 'output':
      return argumentOf(snapshot, thing, 'value');
    default:
      return declarationsOf(snapshot, thing).map(placeOfUse);
  }
}

/** The value of an argument in the block that declares a variable or an output. */
export function argumentOf(snapshot: Snapshot, { of, folderUri, name }: NamedThing, argument: string): Place[] {
  if (of !== 'variable' && of !== 'output') return [];
  const declaration = snapshot.model.tree.folder(folderUri)?.declaration(of, name);
  const part = declaration && attributeOf(declaration, argument);
  return part ? [placeIn(part.item, part.attribute.value)] : [];
}
