// The ESLint rule against looking up names in object literals: a name from a file can be `constructor`, `toString` or `__proto__`, which
// `object[name]` and `name in object` find in Object.prototype. A Map, ownProperty() of common/ownProperty.ts and Object.hasOwn() find only what
// was put there. Names that the compiler knows, such as those of a union type, are fine.

import ts from 'typescript';

const partsOf = type => (type.isUnionOrIntersection() ? type.types.flatMap(partsOf) : [type]);

const ANY_TEXT = ts.TypeFlags.Any | ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping;

/** Whether a name of the type can be any text. */
const isAnyName = type => partsOf(type).some(({ flags }) => (flags & ANY_TEXT) !== 0);

/** @type {import('eslint').Rule.RuleModule} */
export const ownProperties = {
  meta: {
    type: 'problem',
    docs: { description: 'A name that can be any text is not looked up in an object literal.' },
    schema: [],
    messages: {
      read: 'This also finds what all objects inherit, such as "constructor": use ownProperty() or a Map.',
      write: 'For the name "__proto__", this changes the prototype: use setOwnProperty() or a Map.',
      in: 'This is also true for what all objects inherit, such as "constructor": use Object.hasOwn() or a Map.',
    },
  },
  create(context) {
    const { getTypeAtLocation, program } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    /** Whether objects of the type have properties of any name. */
    const isDictionary = type =>
      partsOf(checker.getNonNullableType(type)).some(part => part.getStringIndexType() !== undefined);
    return {
      MemberExpression(node) {
        if (!node.computed || !isAnyName(getTypeAtLocation(node.property))) return;
        if (!isDictionary(getTypeAtLocation(node.object))) return;
        const { parent } = node;
        // Only own properties are deleted.
        if (parent.type === 'UnaryExpression' && parent.operator === 'delete') return;
        const isWritten = parent.type === 'AssignmentExpression' && parent.left === node;
        context.report({ node: node.property, messageId: isWritten ? 'write' : 'read' });
      },
      BinaryExpression(node) {
        if (node.operator !== 'in' || node.left.type === 'PrivateIdentifier') return;
        if (isAnyName(getTypeAtLocation(node.left))) context.report({ node, messageId: 'in' });
      },
    };
  },
};
