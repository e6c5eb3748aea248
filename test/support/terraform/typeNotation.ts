import type { Type } from '../../../server/hcl/model';

/** A type in the notation of Terraform's state files. */
export function typeNotation(type: Type): unknown {
  switch (type.kind) {
    case 'any':
      return 'dynamic';
    case 'list':
    case 'set':
    case 'map':
      return [type.kind, typeNotation(type.element)];
    case 'tuple':
      return ['tuple', type.elements.map(typeNotation)];
    case 'object': {
      const names = [...type.attributes.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      return ['object', Object.fromEntries(names.map(name => [name, typeNotation(type.attributes.get(name)!.type)]))];
    }
    default:
      return type.kind;
  }
}
